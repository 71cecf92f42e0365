"""Layouts of pages without marks: lines of text → records, by the look of the lines.

A copied page, a reference list or a reading list says nowhere what is a title. A layout
knows how one kind of page looks: which lines recur in each entry, and where among them
the title stands.
"""
