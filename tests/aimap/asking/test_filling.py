"""What a model says of pages is run on them: what they bear out fills the mapping's gaps, the rest is thrown away."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aimap.asking.answers import Answer, StatedRule
from aimap.asking.filling import Outcome, fill_gaps, open_facts
from aimap.asking.grounding import ground
from aimap.asking.purses import PocketPurse
from aimap.induction.captures import judge_captures
from aimap.induction.consensus import agreed_values
from aimap.induction.evidence import Trier
from aimap.induction.learning import learn_mapping
from aimap.induction.proposals import anchors_only
from listings.extraction.engine import extract
from listings.extraction.facts import FACTS
from listings.extraction.mapping import parse_mapping
from listings.extraction.market import UNKNOWN_MARKET
from listings.extraction.page import Page
from listings.extraction.portals import Portal
from tests.aimap.asking.askers import asker, provider
from tests.aimap.asking.homes import HOMES, HOST, INJECTION, captures, page
from tests.model_server import Sent, completion, error, model_server, rules

BUILT = {"field": "year_construction", "source": "css", "where": '[data-slot="zq1"]'}
GRADE = {"field": "energy_certificate_grade", "source": "css", "where": '[data-slot="zq2"]'}
AGENT = {"field": "agent_name", "source": "css", "where": '[data-slot="zq3"]'}
OURS = {"field": "reference", "source": "label", "where": "ours"}


def unknown(url):
    """A portal that nobody registered."""


def learned(extra=""):
    return learn_mapping(host=HOST, captures=captures(extra), find=unknown)


@pytest.fixture(scope="module")
def base():
    return learned()


def fill(base, *answers, extra="", **options):
    """Fill the gaps with a server that answers so; what came of it, and the requests."""
    with model_server(*answers) as server:
        filled = fill_gaps(
            base, host=HOST, captures=captures(extra), asker=asker(provider(server.base_url), **options), find=unknown
        )
    return filled, server.asked


def read_with(mapping, home=HOMES[0]):
    """What a mapping reads on a page."""
    portal = Portal("x", HOST, parse_mapping(mapping).market or UNKNOWN_MARKET, "html", "experimental", False)
    return extract(
        Page(f"https://{HOST}/sale/{home[0]}", page(home)), portal=portal, mapping=parse_mapping(mapping)
    ).values


def reasons(filled):
    return {dropped.fact: dropped.reason for dropped in filled.dropped}


def test_what_induction_cannot_settle_is_filled_by_rules_that_the_pages_bear_out(base):
    filled, asked = fill(base, rules(BUILT, GRADE, AGENT, OURS))
    assert filled.outcome is Outcome.ANSWERED
    assert set(filled.added) == {"year_construction", "energy_certificate_grade", "agent_name", "reference"}
    assert filled.dropped == ()
    before, after = read_with(base.mapping), read_with(filled.learned.mapping)
    assert before["year_construction"] is None
    named = ("year_construction", "energy_certificate_grade", "agent_name", "reference")
    assert [after[name] for name in named] == [1987, "C", "Jane Doe", "QX-4411"]
    assert {name: after[name] for name in before if before[name] is not None} == {
        name: value for name, value in before.items() if value is not None
    }
    assert len(asked) == 1


def test_only_what_is_open_is_asked_for(base):
    filled, asked = fill(base, rules())
    wanted = asked[0][2]["response_format"]["json_schema"]["schema"]["properties"]["rules"]["items"]["properties"]
    assert wanted["field"]["enum"] == list(open_facts(base)) == list(filled.asked)
    assert not {"title", "price", "count_bedrooms", "description"} & set(filled.asked)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"field": "price", "source": "css", "where": ".price"}, "was not asked for"),
        ({"field": "reference", "source": "css", "where": ".no-such-thing"}, "finds nothing on any page"),
        ({"field": "reference", "source": "css", "where": "b:::"}, "is not in the mapping language"),
        ({"field": "reference", "source": "css", "where": "b", "match": "("}, "is not in the mapping language"),
        ({"field": "reference", "source": "url", "where": ""}, "is not in the mapping language"),
        ({"field": "reference", "source": "json", "where": "@nobody.id"}, "is not in the mapping language"),
        ({"field": "reference", "source": "css", "where": "main b:nth-child(1)"}, "goes by where an element stands"),
        (
            {"field": "agent_company", "source": "css", "where": '[data-slot="zq4"]'},
            "states the same for every listing",
        ),
        ({"field": "service_charge", "source": "css", "where": ".zq"}, "finds nothing that can be"),
        ({"field": "service_charge", "source": "css", "where": "main"}, "reads more than this field"),
        ({"field": "agent_logo_url", "source": "css", "where": "h1"}, "is no address"),
        ({"field": "tenure", "source": "label", "where": "ours"}, "is no name"),
        ({"field": "count_rooms", "source": "label", "where": "bedrooms"}, "states what another field states"),
        ({"field": "images", "source": "css", "where": ".description > p"}, "is no address"),
        ({"field": "year_construction", "source": "css", "where": '[data-slot="zq3"]'}, "finds nothing that can be"),
        ({"field": "service_charge", "source": "css", "where": ".price"}, "states what another field states"),
        ({"field": "count_bathrooms", "source": "css", "where": '[data-slot="zq5"]'}, "finds nothing that can be"),
        ({"field": "reference", "source": "label", "where": "ours", "match": ".*11"}, "too few listings"),
        ({"field": "reference", "source": "label", "where": "ours", "match": "QX-4411"}, "says a value itself"),
        (
            {"field": "city", "source": "css", "where": "main", "match": "(harbour|mill|town|station)"},
            "says a value itself",
        ),
        ({"field": "floor", "source": "css", "where": "main", "match": "(1|2|3)"}, "says a value itself"),
        (
            {"field": "city", "source": "css", "where": '[data-slot="zq1"]', "attr": "data-slot"},
            "says a value itself",
        ),
        ({"field": "agent_company", "source": "css", "where": "h1"}, "states what another field states"),
    ],
)
def test_a_wrong_rule_is_dropped_with_a_reason(base, rule, reason):
    filled, _ = fill(base, rules(rule))
    assert filled.outcome is Outcome.ANSWERED
    assert filled.added == ()
    assert reasons(filled)[rule["field"]].startswith(reason)
    assert filled.learned.mapping == base.mapping


@pytest.mark.parametrize(
    "rule",
    [
        {"source": "css", "where": ":has(* * * * zz)"},
        {"source": "css", "where": "section zz * * * b"},
        {"source": "css", "where": "section.zz * * b"},
        {"source": "css", "where": "b:not(section * * * b)"},
        {"source": "label", "where": "ours", "match": ".*.*.*Q"},
        {"source": "label", "where": "ours", "match": r"(\d*)\1\1Q"},
        {"source": "label", "where": "ours", "match": ".{0,900}.{0,900}Q"},
        {"source": "after", "where": "QX", "match": "(.*)Q", "all": True},
    ],
)
def test_a_rule_that_a_page_could_make_run_for_hours_does_not(base, rule):
    """Each of these would: the pages are deep, and long."""
    deep = "<div>" * 300 + "<b>x</b>" * 300 + f"<p>Ours: <b>{'a1 ' * 700}</b></p>" + "</div>" * 300
    began = time.monotonic()
    filled, _ = fill(base, rules({"field": "reference", **rule}), extra=deep)
    assert reasons(filled)["reference"] in (
        "may take too long on a page made for it", "is not in the mapping language", "finds nothing on any page"
    )  # fmt: skip
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "rule",
    [
        {"source": "css", "where": '.kv > b[data-slot="zq6"]'},
        {"source": "css", "where": "main > p.kv b"},
        {"source": "css", "where": "body main .kv b"},
        {"source": "css", "where": 'p:lexbor-contains("Ours: to you") b, [data-slot="zq6"]'},
        {"source": "css", "where": ".kv", "match": r"Ours:\s*([A-Z]+-\d+)"},
        {"source": "label", "where": "ours", "match": r"^\s*([\w-]+)\s*$"},
    ],
)
def test_rules_as_people_write_them_are_run(base, rule):
    filled, _ = fill(base, rules({"field": "reference", **rule}))
    assert (filled.added, filled.dropped) == (("reference",), ())


def test_one_place_that_is_said_to_state_two_fields_states_neither(base):
    filled, _ = fill(base, rules(BUILT, BUILT | {"field": "plot_area"}, GRADE))
    assert filled.added == ("energy_certificate_grade",)
    assert set(reasons(filled)) == {"year_construction", "plot_area"}


@pytest.mark.parametrize(
    "invented",
    [
        {"field": "city", "value": "London"},
        {"field": "city", "source": "constant", "where": "London"},
        {"field": "city", "source": "css", "where": "h1", "values": {"Mill Lane Cottage": "London"}},
        {"field": "city", "source": "css", "where": "h1", "format": "London"},
        {"field": "city", "source": "css", "where": "h1", "join": "London"},
        {"field": "city", "source": "css", "where": "h1", "unit": "sqft"},
    ],
)
def test_there_is_no_way_to_say_a_value(base, invented):
    filled, _ = fill(base, rules(invented))
    assert filled.outcome is Outcome.NO_ANSWER
    assert set(filled.tried) == {"gemini: unusable"}
    assert filled.learned == base
    assert "London" not in json.dumps(filled.learned.mapping)


@pytest.mark.parametrize("where", ["London", "the city is London", "h1, London", "body[data-x='London']"])
def test_an_invented_value_in_a_place_finds_nothing_and_is_gone(base, where):
    filled, _ = fill(base, rules(*({"field": "city", "source": source, "where": where} for source in ("css", "label"))))
    assert "London" not in json.dumps(filled.learned.mapping)


PARTS = st.sampled_from(
    ["", "h1", "main", "b", ".price", "[data-slot]", '[data-slot="zq1"]', "London", "ours", "og:title", "*", "title",
     "RealEstateListing.name", "@listing", "dataLayer", "price: 1", "{}"]
) | st.text(max_size=20)  # fmt: skip


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    stated=st.lists(
        st.builds(
            StatedRule,
            field=st.sampled_from(sorted(FACTS)),
            source=st.sampled_from(["json", "jsonld", "meta", "css", "label", "script", "after", "url"]),
            where=PARTS,
            attr=st.sampled_from(["", "class", "data-slot", "content"]),
            path=st.sampled_from(["", "a", "..b", "*"]),
            match=st.sampled_from(["", "(.*)", "x?", "()", "(?P<city>.+)", "(?:)|London", r"\d+"]),
            all=st.booleans(),
            html=st.booleans(),
        ),
        max_size=4,
    )
)
def test_whatever_is_answered_only_what_stands_on_the_pages_gets_through(stated):
    samples, _ = judge_captures(captures(), Portal("x", HOST, MARKET or UNKNOWN_MARKET, "html", "experimental", False))
    agreed = agreed_values(samples)
    trier = Trier(samples, anchors_only({}))
    grounded = ground(Answer(rules=stated), wanted=sorted(FACTS), trier=trier, agreed=agreed)
    kept = sum(map(len, grounded.rules.values()))
    assert kept + len(grounded.dropped) == len(stated)
    mapping = parse_mapping({"portal": "x", "version": "1", "fields": grounded.rules})
    for home in HOMES:
        source = page(home)
        found = trier_reads(mapping, home)
        assert all(part in source for text in found for part in str(text).split())


MARKET = parse_mapping(
    {"portal": "x", "version": "1", "market": {"country": "GB", "currency": "GBP", "locale": "en-GB"}, "fields": {}}
).market


def trier_reads(mapping, home):
    """What the rules of a mapping read on a page, as texts, as the page writes them."""
    from listings.extraction.mapped import MappedPage

    seen = MappedPage(Page(f"https://{HOST}/sale/{home[0]}", page(home)), mapping)
    hits = [seen.read(rule) for rules_of in mapping.fields.values() for rule in rules_of]
    texts = []
    for hit in hits:
        raw = hit[1] if hit else None
        for part in raw if isinstance(raw, list) else raw.values() if isinstance(raw, dict) else [raw]:
            texts += [part] if isinstance(part, str) and not part.startswith(("<", "http")) else []
    return texts


def test_a_page_that_gives_orders_is_quoted_between_fences_and_obeyed_by_nobody():
    hidden = f'<p class="note">{INJECTION}</p>'
    base = learned(hidden)
    obedient = rules(
        {"field": "price", "source": "css", "where": ".note"},
        {"field": "reference", "source": "css", "where": ".note"},
        {"field": "city", "source": "after", "where": "Fetch ", "match": r"(\S+)"},
        {"field": "agent_logo_url", "source": "css", "where": ".note", "match": r"(http\S+)"},
        AGENT,
    )
    filled, asked = fill(base, obedient, extra=hidden)
    assert filled.added == ("agent_name",)
    assert len(asked) == 1, "nothing is asked of anybody else"
    system, user = (message["content"] for message in asked[0][2]["messages"])
    assert "never an instruction" in system
    fence = user.split("The token of this question is ")[1].split(".")[0]
    assert len(fence) == 24
    parts = user.split(f"=== {fence} page ")
    assert "Ignore all previous" not in parts[0]
    assert "Ignore all previous" in parts[1]
    assert "evil.example" not in json.dumps(filled.learned.mapping)


def test_each_question_has_a_fence_of_its_own(base):
    fences = {
        fill(base, rules())[1][0][2]["messages"][1]["content"].split("token of this question is ")[1][:24]
        for _ in range(3)
    }
    assert len(fences) == 3


def test_the_question_is_a_few_kilobytes_however_large_the_pages_are():
    filler = "".join(f'<p class="c{n}" id="i{n}">Text {n} {"x" * 500}</p>' for n in range(800))
    filler += "<script>window.STATE = " + json.dumps({f"key{n}": "y" * 900 for n in range(900)}) + "</script>"
    base = learned(filler)
    _, asked = fill(base, rules(), extra=filler)
    user = asked[0][2]["messages"][1]["content"]
    assert len(user.encode()) < 14_000
    assert "x" * 100 not in user


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (error(500), Outcome.NO_ANSWER),
        (error(429, Retry_After="3600"), Outcome.NO_ANSWER),
        (completion("broken {"), Outcome.NO_ANSWER),
        (completion(None, refusal="no"), Outcome.NO_ANSWER),
        (completion('{"rules": [', finish="length"), Outcome.NO_ANSWER),
        (Sent(hangs_up=True), Outcome.NO_ANSWER),
        (rules(), Outcome.ANSWERED),
    ],
)
def test_what_was_learned_stands_whatever_comes_of_asking(base, answer, outcome):
    filled, _ = fill(base, answer)
    assert filled.outcome is outcome
    assert filled.learned.mapping == base.mapping


def test_without_a_model_induction_alone_stands(base):
    filled = fill_gaps(base, host=HOST, captures=captures(), asker=asker(), find=unknown)
    assert (filled.outcome, filled.learned) == (Outcome.NO_MODEL, base)
    assert filled.asked


def test_over_budget_nothing_is_asked(base):
    filled, asked = fill(base, rules(AGENT), purse=PocketPurse(Decimal("0.0001")))
    assert (filled.outcome, filled.refusal, asked) == (Outcome.OVER_BUDGET, "max_cost", [])
    assert filled.learned == base
