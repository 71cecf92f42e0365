"""Dates are read only as far as they are certain."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.read import _dates

DATES = {
    "2019": "2019 year",
    "2019.0": "2019 year",
    "2019-03": "2019-03 month",
    "2019/03/05": "2019-03-05 day",
    "Mar 2019": "2019-03 month",
    "2019 Mar-Apr": "2019-03 month",
    "2019 Winter": "2019 year",
    "5 March 2019": "2019-03-05 day",
    "September  1, 2021": "2021-09-01 day",
    "12-15 Sept. 2013": "2013-09-12 day",
    "2019///": "2019 year",
    "2019/03//": "2019-03 month",
    "20190305": "2019-03-05 day",
    "2019 Mar 5": "2019-03-05 day",
    "1998 Dec-1999 Jan": "1998-12 month",
    "Mon, 2 Apr 2007 19:18:42 GMT": "2007-04-02 day",
    "2024-01-31T23:30:00-05:00": "2024-01-31 day",
    "2019 {M}ar": "2019-03 month",
    "2019 3": "2019-03 month",
    r"{\noopsort{1973b}}1981": "1981 year",
    "03/04/2019": "2019 year",
    "13/04/2019": "2019-04-13 day",
    "31 Feb 2019": "2019-02 month",
    "2019-13-05": "2019 year",
    "2019-02-30": "2019-02 month",
    "Market 2019": "2019 year",
    "in press": "",
    "1551744000": "",
    "0999": "",
    "2101": "",
    "": "",
}


@pytest.mark.parametrize("written", DATES)
def test_a_date_is_read_as_far_as_it_is_certain(written):
    date, precision = _dates.read_dates(pd.Series([written], dtype="str"))
    if not DATES[written]:
        assert date.isna().all() and precision.isna().all()
        return
    day, how = DATES[written].split()
    assert date[0] == pd.Timestamp(day) and precision[0] == how


def test_dates_may_be_numbers_timestamps_lists_or_missing():
    values = pd.Series(
        [
            2019,
            2019.0,
            pd.Timestamp(2020, 2, 3),
            ["2007-04-02", "2009"],
            None,
            float("nan"),
            [],
        ]
    )
    date, precision = _dates.read_dates(values)
    assert precision.fillna("").tolist() == ["year", "year", "day", "day", "", "", ""]
    assert date[2:4].tolist() == [pd.Timestamp(2020, 2, 3), pd.Timestamp(2007, 4, 2)]
    assert date.dtype == "datetime64[us]" and _dates.read_dates(values[:0])[0].empty


@given(
    st.dates(
        min_value=pd.Timestamp(1000, 1, 1).date(),
        max_value=pd.Timestamp(2100, 12, 31).date(),
    )
)
def test_a_day_is_the_same_however_it_is_spelt(day):
    spelt = [
        "%Y-%m-%d",
        "%Y/%m/%d/",
        "%d %B %Y",
        "%b %d, %Y",
        "%Y %b %d",
        "%YT%H:%M:%SZ",
    ]
    said = [
        day.strftime(form).replace(day.strftime("%Y"), f"{day.year:04}")
        for form in spelt[:-1]
    ]
    date, precision = _dates.read_dates(
        pd.Series([*said, f"{day.isoformat()}T00:00:00Z"])
    )
    assert set(date) == {pd.Timestamp(day)} and set(precision) == {"day"}
