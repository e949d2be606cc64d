// Every way in which a page asks for an address: those that make a document of it, or all others. Resolves when each has
// come to an end, or has had its time.
async ([urls, asDocuments]) => {
  const AT_MOST_MS = 1500;
  const ended = (start) => new Promise((resolve) => {
    setTimeout(resolve, AT_MOST_MS);
    try { start(resolve) } catch { resolve() }
  });
  const element = (name, attributes) => (url) => ended((resolve) => {
    const made = document.createElement(name);
    Object.assign(made, attributes(url));
    made.onload = made.onerror = made.onloadeddata = resolve;
    document.body.append(made);
  });
  const hint = (rel, more) => async (url) => {
    const link = document.createElement("link");
    document.head.append(Object.assign(link, {rel, href: url}, more));
  };
  const styled = (css) => async (url) => {
    const [style, text] = [document.createElement("style"), document.createElement("p")];
    style.textContent = css.replaceAll("URL", CSS.escape(url));
    text.textContent = "text";
    document.body.append(style, text);
  };
  const DOCUMENTS = [
    element("iframe", (src) => ({src})),
    element("iframe", (url) => ({srcdoc: `<meta http-equiv="refresh" content="0;url=${url}">`})),
    element("object", (data) => ({data})),
    element("embed", (src) => ({src})),
    async (url) => {
      const [frame, form] = [document.createElement("iframe"), document.createElement("form")];
      frame.name = `frame${Math.random()}`;
      document.body.append(frame, Object.assign(form, {action: url, method: "post", target: frame.name}));
      form.submit();
    },
  ];
  const OTHERS = [
    (url) => fetch(url, {mode: "no-cors", cache: "no-store"}),
    (url) => fetch(url, {mode: "no-cors", method: "POST", body: "x", keepalive: true}),
    (url) => ended((resolve) => {
      const request = new XMLHttpRequest();
      request.onloadend = resolve;
      request.open("GET", url);
      request.send();
    }),
    element("img", (src) => ({src})),
    element("script", (src) => ({src})),
    element("link", (href) => ({rel: "stylesheet", href})),
    element("video", (src) => ({src, preload: "auto"})),
    element("audio", (src) => ({src, preload: "auto"})),
    styled("@import url(URL); p { background: url(URL) }"),
    styled("@font-face { font-family: f; src: url(URL) } p { font-family: f }"),
    (url) => ended((resolve) => {
      const socket = new WebSocket(url.replace(/^http/i, "ws"));
      socket.onopen = socket.onclose = resolve;
    }),
    (url) => ended((resolve) => {
      const source = new EventSource(url);
      source.onopen = source.onmessage = resolve;
      source.onerror = () => { source.close(); resolve() };
    }),
    async (url) => navigator.sendBeacon(url, "x"),
    hint("preconnect"),
    hint("dns-prefetch"),
    hint("prefetch"),
    hint("preload", {as: "fetch"}),
    hint("modulepreload"),
  ];
  // One for all: each takes a hundred times the memory of what it asks for
  const inWorker = async (asked) => {
    const code = `onmessage = async ({data: urls}) => {
      const sockets = urls.map((url) => { try { return new WebSocket(url.replace(/^http/i, "ws")) } catch { } });
      await Promise.allSettled(urls.map((url) => fetch(url, {mode: "no-cors"})));
      for (const url of urls) { try { importScripts(url) } catch { } }
      postMessage(sockets.length);
    }`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    const done = new Promise((resolve) => { worker.onmessage = worker.onerror = resolve });
    worker.postMessage(asked);
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 10 * AT_MOST_MS))]);
    worker.terminate();
  };
  const ways = asDocuments ? DOCUMENTS : OTHERS;
  const attempts = urls.flatMap((url) => ways.map(async (way) => { try { await way(url) } catch { } }));
  if (!asDocuments) attempts.push(inWorker(urls));
  await Promise.all(attempts);
  await new Promise((resolve) => setTimeout(resolve, 300));
  document.body.replaceChildren();
  document.head.replaceChildren();
}
