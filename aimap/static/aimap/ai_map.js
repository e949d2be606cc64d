/* Following a proposal while it is worked on, and telling a mapping's faults while it is typed.
   Both work without this, too: by reloading, and by sending the form. */
"use strict";

const POLL_MS = 1500;
const MAX_POLL_MS = 15000;
const TYPED_MS = 500;

function follow(box) {
    const words = document.getElementById("progress-words");
    const bar = document.getElementById("progress-bar");
    let wait = POLL_MS;

    function show(job) {
        const text = job.state === "queued" ? "Waiting for a worker…" : `Step ${job.step} of ${job.steps}: ${job.step_name}…`;
        if (words.textContent !== text) {
            words.textContent = text;
        }
        bar.max = job.steps || 3;
        bar.value = job.step;
    }

    async function look() {
        try {
            const answer = await fetch(box.dataset.progress, {headers: {Accept: "application/json"}, redirect: "error"});
            if (!answer.ok) {
                throw new Error(String(answer.status));
            }
            const job = await answer.json();
            if (!job.is_underway) {
                window.location.reload();
                return;
            }
            wait = POLL_MS;
            show(job);
        } catch {
            wait = Math.min(2 * wait, MAX_POLL_MS);
            words.textContent = "The console cannot be reached; trying again…";
        }
        window.setTimeout(look, wait);
    }

    window.setTimeout(look, wait);
}

function lintAsTyped(form) {
    const editor = form.elements.mapping_text;
    const list = document.getElementById("lint-faults");
    let timer = 0;
    let asked = 0;

    function line(fault) {
        const item = document.createElement("li");
        if (fault.line) {
            const place = document.createElement("button");
            place.type = "button";
            place.className = "link";
            place.textContent = `Line ${fault.line}`;
            place.addEventListener("click", () => goTo(editor, fault.line));
            item.append(place, " ");
        }
        if (fault.key) {
            const key = document.createElement("code");
            key.textContent = fault.key;
            item.append(key, " ");
        }
        item.append(fault.message);
        return item;
    }

    function show(faults) {
        const items = faults.map(line);
        if (!items.length) {
            const fine = document.createElement("li");
            fine.className = "fine";
            fine.textContent = "In order.";
            items.push(fine);
        }
        list.replaceChildren(...items);
        editor.setAttribute("aria-invalid", String(faults.length > 0));
    }

    async function lint() {
        const number = ++asked;
        const body = new URLSearchParams({
            mapping_text: editor.value,
            csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
        });
        try {
            const answer = await fetch(form.dataset.lint, {method: "POST", body, redirect: "error"});
            if (answer.ok && number === asked) {
                show((await answer.json()).faults);
            }
        } catch {
            // The form is linted when it is sent, too
        }
    }

    editor.addEventListener("input", () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(lint, TYPED_MS);
    });
}

function goTo(editor, line) {
    const lines = editor.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    editor.focus();
    editor.setSelectionRange(start, start + (lines[line - 1] || "").length);
    editor.scrollTop = Math.max(0, (line - 4) * editor.scrollHeight / lines.length);
}

document.querySelectorAll("[data-progress]").forEach(follow);
document.querySelectorAll("form[data-lint]").forEach(lintAsTyped);
