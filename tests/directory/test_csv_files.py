"""A file comes in whole or not at all, and goes out as it came in."""

from datetime import date
from pathlib import Path

import pytest

from app.directory import csv_files
from app.errors import Refused

TODAY = date(2026, 11, 22)
NAMES = {"trust": "The Trust"}
ROW = {
    "slug": "tea", "name": "Tea, and “talk”", "organisation": "trust", "summary": "Tea.",
    "description": "Tea.\n\nTalk.",
    "needs": "company; lunch-clubs", "times": "Tue 10:30-12:00 @ hall; 1st Thu 19:00-21:00 @ library",
    "locations": "hall; library", "areas": "borough:havering; HAV-N", "home_area": "HAV-N", "minimum_age": "60",
    "cost_options": "free; £3 a session", "assured": "{-21}", "available": "0", "maximum": "12",
}  # fmt: skip


def write(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = csv_files.LISTING) -> Path:
    import csv

    path = folder / "listings.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({name: row.get(name, "") for name in columns} for row in rows)
    return path


def read(path: Path) -> list[csv_files.Listing]:
    return csv_files.read_listings(path, today=TODAY, names=NAMES, boroughs={"havering": "E09000016"})


def test_a_row_says_what_its_cells_say(tmp_path: Path) -> None:
    [tea] = read(write(tmp_path, ROW))
    assert tea.name == "Tea, and “talk”"
    assert tea.organisation_name == "The Trust"
    assert tea.needs == ("company", "lunch-clubs")
    assert [(at.location, at.byday) for at in tea.schedules] == [("hall", "TU"), ("library", "1TH")]
    assert [place.slug for place in tea.places] == ["hall", "library"]
    assert [area.code for area in tea.service_areas] == ["E09000016", "HAV-N"]
    assert tea.assurance.assured_date == date(2026, 11, 1)
    assert tea.capacity is not None
    assert (tea.capacity.available, tea.capacity.maximum) == (0, 12)
    assert tea.cost == "paid"
    assert tea.id == read(write(tmp_path, ROW))[0].id


def test_no_cost_is_not_known_and_never_free(tmp_path: Path) -> None:
    [tea] = read(write(tmp_path, ROW | {"cost_options": ""}))
    assert tea.cost == "unknown"


def test_what_is_written_reads_as_the_same(tmp_path: Path) -> None:
    listings = read(write(tmp_path, ROW, ROW | {"slug": "coffee", "national": "yes", "status": "temporarily closed"}))
    again = tmp_path / "again.csv"
    again.write_text(csv_files.write_listings(listings), encoding="utf-8")
    assert read(again) == listings


@pytest.mark.parametrize(
    ("cell", "value", "says"),
    [
        ("times", "Tuesdays at ten", "not a time we can read"),
        ("organisation", "nobody", "no organisation “nobody”"),
        ("minimum_age", "sixty", "sixty"),
        ("national", "perhaps", "should be yes"),
        ("assured", "yesterday", "yesterday"),
        ("areas", "borough:narnia", "no borough “narnia”"),
        ("name", "", "needs a slug and a name"),
        ("closures", "{+9} to {+2}", "ends before it starts"),
    ],
)
def test_a_cell_we_cannot_use_is_named_by_its_line(tmp_path: Path, cell: str, value: str, says: str) -> None:
    path = write(tmp_path, ROW | {"slug": "good"}, ROW | {cell: value})
    with pytest.raises(Refused, match=says) as refused:
        read(path)
    assert "listings.csv, line 7" in str(refused.value)


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(write(tmp_path, ROW | {"times": "x"}, ROW, ROW | {"national": "x"}))
    assert len(str(refused.value).splitlines()) == 2


def test_a_missing_or_unknown_column_is_named(tmp_path: Path) -> None:
    columns = (*(name for name in csv_files.LISTING if name != "needs"), "colour")
    with pytest.raises(Refused, match=r"missing: needs; not known: colour"):
        read(write(tmp_path, ROW, columns=columns))


def test_a_file_from_a_spreadsheet_reads_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, ROW)
    plain = read(path)
    text = path.read_text(encoding="utf-8").replace("slug,name", " Slug ,NAME", 1)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode() + b",,,\r\n\r\n")
    assert read(path) == plain


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "listings.csv"
    path.write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(Refused, match="not a UTF-8 text file"):
        read(path)
