"""The import_mappings command: mappings to stdout or a folder, the account to stderr, 2 for an unusable file."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from listings.extraction.mapping_lint import lint_mapping

EXAMPLE = Path(__file__).parents[2] / "data" / "pws_mapping.json"


def run(*args: object) -> None:
    call_command("import_mappings", *map(str, args))


def refused(capsys, *args: object) -> str:
    with pytest.raises(SystemExit) as caught:
        run(*args)
    assert caught.value.code == 2
    return capsys.readouterr().err


def test_the_mapping_goes_to_stdout_and_the_account_to_stderr(capsys):
    run(EXAMPLE)
    out, err = capsys.readouterr()
    assert lint_mapping(out.encode()) == []
    mapping = json.loads(out)
    assert mapping["portal"] == "uk_millbrook"
    assert mapping["fields"]["position"] == [{"json": "HOME.listing.pin"}]
    lines = err.splitlines()
    rules = sum(len(rules) for rules in mapping["fields"].values())
    assert lines[0].startswith(f"{EXAMPLE}: uk_millbrook, {rules} rules for {len(mapping['fields'])} facts; ")
    assert [line for line in lines if line.startswith("  ") and not line.startswith("    ")] == [
        "  ported", "  not expressed here", "  ignored by PWS",
    ]  # fmt: skip


def test_each_mapping_has_a_file_of_its_own_in_the_folder(capsys, tmp_path):
    other = tmp_path / "other.json"
    other.write_text("{name: 'fr_moulin', textFields: {title: {cssLocator: 'h1'}}} // JSON5")
    run(EXAMPLE, other, "--out", tmp_path / "new" / "out")
    assert capsys.readouterr().out == ""
    written = sorted((tmp_path / "new" / "out").iterdir())
    assert [file.name for file in written] == ["fr_moulin.json", "uk_millbrook.json"]
    assert all(lint_mapping(file.read_bytes()) == [] for file in written)


def test_the_account_is_to_be_had_as_one_object_a_file(capsys):
    run(EXAMPLE, "--json")
    account = json.loads(capsys.readouterr().err)
    assert (account["file"], account["portal"]) == (str(EXAMPLE), "uk_millbrook")
    places = {key: {note["place"] for note in account[key]} for key in ("ported", "not_expressed", "ignored")}
    assert "intFields.count_bedrooms" in places["ported"]
    assert "textFields.postal_code.scriptRegEx" in places["not_expressed"]
    assert "textFields.title.cssatr" in places["ignored"]


@pytest.mark.parametrize("content", ["{", "[]", '{"name": "x"}', '{"name": "a/b", "textFields": {}}', "x" * 70_000])
def test_an_unusable_file_ends_with_two_and_one_line_that_names_it(capsys, tmp_path, content):
    file = tmp_path / "wrong.json"
    file.write_text(content)
    message = refused(capsys, file)
    assert message.startswith(f"import_mappings: {file}: ")
    assert message.count("\n") == 1


def test_the_usable_files_are_converted_beside_an_unusable_one(capsys, tmp_path):
    assert "No such file" in refused(capsys, tmp_path / "absent.json", EXAMPLE, "--out", tmp_path)
    assert (tmp_path / "uk_millbrook.json").is_file()


def test_one_mapping_does_not_overwrite_another_of_its_name(capsys, tmp_path):
    assert "is named uk_millbrook" in refused(capsys, EXAMPLE, EXAMPLE, "--out", tmp_path)


def test_a_folder_that_cannot_be_written_to_is_named(capsys, tmp_path):
    (tmp_path / "file").touch()
    assert "cannot be written" in refused(capsys, EXAMPLE, "--out", tmp_path / "file")
