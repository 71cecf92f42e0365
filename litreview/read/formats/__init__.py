"""Readers of formats: text or bytes → a table of raw records, and what was not read.

A reader is a function `read_…(text or bytes) -> (raw, problems)`. It knows how a format
is written, not what its fields mean: that is the crosswalk's. It reads whatever it is
given: a record that is broken costs no other, and everything that starts like a record
is in one of the two tables. It raises nothing because of what a file holds.

`raw` has one row a record that was read:

record
    Its number among all that start in the file, read or not, from 1 (int64).
line_from, line_to
    Its first and its last line, from 1; missing where a format has no lines (Int64).
one column a field
    Text, or a list of texts where a field is repeated; named as in the file. A field
    that is called like one of our columns (`_frames.RESERVED`) gets a longer name.
note
    What was odd about it, and how it was read all the same; else missing.

`problems` has one row a record, or a stretch of other lines, that was not read:

record
    Its number; missing for what is of no record (Int64).
line_from, line_to
    Its lines; missing where there are none (Int64).
reason
    Why, in words that end the sentence "This was not read: …".
text
    What was not read, where its lines may hold other records too, or where there are no
    lines; else missing.

To add a format:

1. Write `_name.py` with `read_name`. Gather a dict a record, and a `_frames.Problem`
   for what is broken; return `_frames.raw_table(rows),
   _frames.problem_table(problems)`. Two shapes are there already: tagged lines are a
   `Style` and a function in `_tagged.py`; rows of cells under names go to
   `_rows.read_rows`. A `Style` forgives a record without an end and makes a note of it.
2. Give it one name and use that everywhere: in `READERS` of `litreview/read/_dumps.py`,
   and in `litreview/read/_detect.py`, by what a file of it is known (`_ENDINGS`; for
   tagged lines also `_TAGGED`: the first line, and any line with the tag as group 1).
3. Say in `litreview/read/_fields.py` which of its fields are which of our columns,
   and in `_detail_fields.py` for keywords, type and the like; all columns must be
   there, `[]` where the format has none. `CROSSWALK` puts the two together.
4. Test it in `tests/read/test_formats_name.py`: a record with all its fields, a broken
   one between two good ones, and that any text is accounted for (as in
   `tests/read/test_formats_tagged.py`).

Pages that people look at are read otherwise. `_html` reads a saved web page: its papers
from the markup where its make is known (a row of `CARDS` in `_makes.py`) or where it
describes them for machines (`_embedded`); of any other page it makes text, and
`layouts` tells what its lines are, as of a listing that was copied. `_mail` unpacks
e-mails.
"""
