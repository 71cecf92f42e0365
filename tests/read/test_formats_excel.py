"""Workbooks are read by the sheet that has titles."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read.formats import _excel


def workbook(**sheets: list[list]) -> bytes:
    """Write a workbook by hand; a number is a number, a text a text, a tuple a day counted from 1900."""

    def cell(value):
        if isinstance(value, tuple):
            return f'<c s="1"><v>{value[0]}</v></c>'
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    main, office = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org",
    )
    kind, package = (
        f"{office}/officeDocument/2006/relationships",
        f"{office}/package/2006/relationships",
    )
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    names = "".join(
        f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>'
        for i, n in enumerate(sheets, 1)
    )
    ids = "".join(
        f'<Relationship Id="r{i}" Type="{kind}/worksheet" Target="worksheets/s{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    ids += f'<Relationship Id="st" Type="{kind}/styles" Target="styles.xml"/>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r" '
        f'Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{ids}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
    }
    for i, rows in enumerate(sheets.values(), 1):
        body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/s{i}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return data.getvalue()


def test_the_sheet_with_titles_is_read_and_the_others_are_named():
    papers = [
        ["Exported", ""],
        ["Title", "Year", "Date", "Score"],
        ["One", 2019.0, (44000,), 1.5],
        ["Two", 2020, "", ""],
    ]
    data = workbook(about=[["Read me"]], papers=papers, empty=[])
    raw, problems = _excel.read_excel(data)
    assert raw["title"].tolist() == ["One", "Two"]
    assert raw["year"].tolist() == ["2019", "2020"]
    assert raw["date"].tolist()[0] == "2020-06-18" and raw["score"].tolist()[0] == "1.5"
    assert raw["line_from"].isna().all()
    assert (
        len(problems) == 1
        and "'about'" in problems["reason"][0]
        and problems["record"].isna().all()
    )
    for cut in (200, len(data) // 2, len(data) - 30):
        raw, problems = _excel.read_excel(data[:cut])
        assert raw.empty and len(problems) == 1
    raw, problems = _excel.read_excel(workbook(words=[["text", "label"], ["a", "b"]]))
    assert raw.empty and "columns found: text, label" in problems["reason"][0]


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200)
    | st.binary(max_size=100).map(b"PK\x03\x04".__add__)
    | st.binary(max_size=60).map(b"PAR1".__add__)
)
def test_any_bytes_give_a_problem_rather_than_an_exception(data):
    raw, problems = _excel.read_excel(data)
    assert raw.empty and len(problems) == 1 and "save it" in problems["reason"][0]


def test_a_column_of_titles_of_any_name_is_found_when_it_is_named():
    data = workbook(papers=[["Titel", "Jahr"], ["Eins", 2019]])
    assert _excel.read_excel(data)[0].empty
    raw, problems = _excel.read_excel(data, title="Titel")
    assert raw["titel"].tolist() == ["Eins"] and problems.empty


def test_a_workbook_with_a_password_says_so():
    data = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    raw, problems = _excel.read_excel(data)
    assert raw.empty and "password" in problems["reason"][0]
