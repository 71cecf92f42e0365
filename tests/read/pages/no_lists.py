"""Files that are no lists of papers, of many kinds, all invented.

Each maker takes a random generator and returns a text and the ending of a file that
would hold it. Names, figures and sentences change with the generator; what kind of
file it is does not.
"""

import csv
import io
import json
import random
import re
import textwrap
from collections.abc import Callable

NO_LISTS: dict[str, Callable[[random.Random], tuple[str, str]]] = {}

# What a slot in braces may become. A word may hold slots itself.
WORDS: dict[str, list[str]] = {
    "first": "Ada Björn Carla Dmitri Elena Farid Greta Hiro Ines Jonas Kavita Liam Mei "
    "Nora Omar Paula Quentin Rosa Samir Tilda Umut Vera Wanda Xavier Yusuf Zoë".split(),
    "last": "Abbot Bergström Castillo Dvořák Eriksen Fontaine Garcia Hoffmann Ito "
    "Jansen Kowalski Lindqvist Moreau Novak Okafor Petrov Quist Rossi Schneider "
    "Tanaka Ueda Vogel Whitfield Xu Yamada Zimmer".split(),
    "name": ["{first} {last}", "{first} {initial}. {last}", "{first} {last}"],
    "initial": list("ABCDEFGHJKLMPRST"),
    "email": ["{nick}@{domain}", "{nick}.{nick}@{domain}"],
    "nick": "bluebird tamarisk kestrel momo old_oak pixel sardine quark nettle juniper "
    "harbour lantern".split(),
    "domain": "example.org mail.example.com brookside.example riverlab.example".split(),
    "url": ["https://{domain}/{slug}", "http://www.{domain}/{slug}/{n}"],
    "slug": "news about-us item archive read-more spring-offer help docs start".split(),
    "town": "Alderby Bremnes Corvina Dunmere Eastwick Fallow Gorsthal Hexley Ilmara "
    "Juno Kirkstad Lowmoor Marbach Nettlebridge Ostrava-Nord Pellworm".split(),
    "street": "Mill Lane,Harbour Street,Lindenweg,Rue du Port,Castle Road,Elm Avenue,"
    "Old Station Road,Birkenallee".split(","),
    "company": "Nordwind Ltd,Bright & Sons,Kestrel Systems,Helio GmbH,Oakleaf Foods,"
    "Tidewater Media,Marlin Tools,Quill Press,Larkfield Council".split(","),
    "month": "January February March April May June July August September October "
    "November December".split(),
    "mon": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "weekday": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "wday": "Mon Tue Wed Thu Fri Sat Sun".split(),
    "n": [str(i) for i in range(2, 29)],
    "nn": [str(i) for i in range(10, 60)],
    "nnn": [str(i) for i in range(101, 999, 7)],
    "year": [str(i) for i in range(2004, 2026)],
    "price": ["{n}.{nn}", "{nn}.99", "{nnn}.00"],
    "hour": [f"{i:02}" for i in range(24)],
    "time": ["{hour}:{nn}"],
    "adj": "small bright quiet heavy late early simple careful green narrow useful "
    "broad gentle steady rough modern old plain warm sharp".split(),
    "food": "lentils,carrots,smoked trout,red onions,butter beans,goat cheese,spinach,"
    "rye bread,apples,walnuts,leeks,mushrooms,barley,fennel,plums,pumpkin".split(","),
    "product": "desk lamp,rain jacket,water bottle,bicycle light,wool blanket,kettle,"
    "garden hose,phone case,backpack,office chair,tool box,headphones".split(","),
    "colour": "blue red grey forest-green black white amber".split(),
    "thing": "door garden engine letter bridge table window boat machine cable map "
    "lamp house river clock basket road ladder".split(),
    "place": "kitchen,harbour,library,town hall,market square,old mill,school,"
    "sports ground,railway station,museum".split(","),
    "matter": "the new timetable,the budget for next year,the broken heating,parking,"
    "the summer party,the website,the annual report,the waiting list,recycling".split(
        ","
    ),
    "module": "parser config server client router cache storage session worker "
    "renderer".split(),
    "verb": "load update remove check send open close merge build fetch".split(),
    "subject": "soil erosion,reading comprehension,battery ageing,urban heat,"
    "bird migration,sleep quality,trade routes,speech recognition,protein folding,"
    "rural schools,image compression,groundwater,teacher training".split(","),
    "method": "a mixed model,interviews,a neural network,field surveys,simulation,"
    "a randomised design,regression,spectral analysis,a decision tree".split(","),
    "team": "Rovers United Harriers Wanderers Athletic Albion City Rangers".split(),
    "ill": "hay fever,a cold,back pain,headaches,a sprained ankle".split(","),
    "code": ["{initial}{initial}-{nnn}{n}", "{nnn}-{nn}-{nnn}"],
    "word": "amber brook candle drift ember fern grove harbour island jasper kiln "
    "lantern meadow needle orchard pebble quarry ridge saddle timber".split(),
    "hex": ["{nnn}a{nn}f{n}c", "f{nn}e{nnn}b", "c0{nnn}d{nn}"],
}

# Sentences of running text, by what they speak of.
TALK = [
    "I walked down to the {place} on {weekday} and found the {thing} locked.",
    "Nobody knew who had left the {adj} {thing} beside the {place}.",
    "{first} said that it would be ready by {weekday}, but I have my doubts.",
    "It rained for {n} days, and the {thing} was still {adj} when we came back.",
    "We had {food} and {food} for dinner, and talked until {time}.",
    "The {place} in {town} is open again, so take the children there.",
    "You should really see the {thing} that {name} built in {town}.",
    "Last {month} we moved the {thing} into the {place}, which took {n} hours.",
    "There are {nn} steps up to the {place}, and each of them is {adj}.",
    "Thanks for the {thing}; my mother liked the {colour} one best.",
]
WORK = [
    "Please look at {matter} before {weekday}, and tell {first} what you think.",
    "{name} will write to {company} about {matter}.",
    "We could not agree on {matter}, so it comes back in {month}.",
    "The offer of {company} is {price} euros, which is more than we expected.",
    "I have put {matter} on the list for the meeting at {time}.",
    "{first} is ill with {ill} and cannot come to {town} this week.",
    "Could somebody send me the key to the {place}?",
    "The invoice for the {colour} {product} has been paid twice.",
]
NEWS = [
    "The council of {town} voted on {weekday} to close the {place} for {n} months.",
    "Police in {town} are looking for the owner of a {colour} {product}.",
    "{company} said it would hire {nnn} people in {town} by {month}.",
    "Residents complained about noise from the {place} late at night.",
    "Prices of {food} rose by {n} per cent in {month}, traders said.",
    "{name}, {nn}, won the race from {town} to {town} for the third time.",
    "A spokeswoman for {company} declined to comment on {matter}.",
    "Trains between {town} and {town} will not run before {weekday}.",
    "The minister visited the {place} and promised {nnn} million for repairs.",
]
STUDY = [
    "Little is known about {subject} in regions such as {town}.",
    "In this chapter we describe how {subject} was measured with {method}.",
    "Our data come from {nnn} participants who were followed for {n} years.",
    "The results show that {subject} depends on {subject} more than expected.",
    "{last} and {last} ({year}) found a similar effect, although with {method}.",
    "We used {method} to estimate the effect of {subject} (see Table {n}).",
    "This is consistent with earlier findings on {subject} [{n}, {nn}].",
    "However, the sample was small, and {method} cannot tell cause from effect.",
    "The analysis was repeated with {method}, which gave the same picture (p < 0.0{n}).",
    "Future work should look at {subject} over a longer period.",
    "As {last} et al. ({year}) argue, {subject} cannot be understood without {subject}.",
    "For each site, {nn} samples were taken in {month} {year} and stored at {n} °C.",
]
TERMS = [
    "The customer pays within {nn} days after the invoice has been received.",
    "{company} may change these terms at any time by giving notice of {n} weeks.",
    "We collect your name, your e-mail address and the pages that you visit.",
    "You can withdraw your consent at any time by writing to {email}.",
    "Neither party is liable for delays caused by events outside its control.",
    "Personal data are kept for {n} years and then deleted.",
    "The place of jurisdiction is {town}.",
    "Cookies help us to remember your settings and to improve the service.",
    "The supplier delivers {nnn} units of the {product} to the {place} in {town}.",
]
PLOTS = [
    "{first}, a {adj} clerk from {town}, finds a {colour} {thing} that changes everything.",
    "When her sister vanishes, {first} must return to the {place} she swore to forget.",
    "{n} strangers are trapped in a {place} while a storm closes in on {town}.",
    "But the past has not forgotten {first}, and the {thing} begins to speak.",
    "A heart-warming tale of friendship, {food} and a very {adj} dog.",
    "Together they set out for {town}, hunted by a detective with nothing to lose.",
    "He has {n} hours to find the {thing}, or {town} will burn.",
]
SCIENCE_NEWS = [
    "Scientists at the University of {town} have found a new way to study {subject}.",
    '"This is a big step for {subject}," said {name}, who led the study.',
    "The results were published on {weekday} and could help millions of people.",
    "The team used {method} to look at {nnn} samples from {town}.",
    "The research was funded by {company} with {nn} million euros.",
    "More work is needed before the method can be used in hospitals.",
    "For interviews please contact the press office at {email}.",
]
COURSE = [
    "This course introduces students to {subject} and its uses.",
    "Topics include {subject}, {subject} and {method}.",
    "Students learn to apply {method} to problems of their own.",
    "Prerequisite: an introduction to {subject}, or permission of the instructor.",
    "Assessment is by a written examination and a project on {subject}.",
    "{n} credits; taught in {month} by {name}.",
]


LONGEST = 150  # lines of a file


def no_list(kind: str, ending: str = ".txt") -> Callable:
    """Put a function that makes a text among the kinds of NO_LISTS."""

    def register(make: Callable[[random.Random], str]) -> Callable:
        def maker(rng: random.Random) -> tuple[str, str]:
            lines = make(rng).rstrip("\n").split("\n")
            return "\n".join(lines[:LONGEST]) + "\n", ending

        NO_LISTS[kind] = maker
        return make

    return register


def fill(rng: random.Random, template: str) -> str:
    """Put words in the place of slots, and of slots in them."""
    while "{" in template:
        filled = re.sub(
            r"\{(\w+)\}",
            lambda found: rng.choice(WORDS[found[1]]),
            template,
        )
        if filled == template:
            break
        template = filled
    return template


def say(rng: random.Random, sentences: list[str], number: int = 1) -> str:
    chosen = [rng.choice(sentences) for _ in range(number)]
    if number <= len(sentences):
        chosen = rng.sample(sentences, number)
    return " ".join(fill(rng, one) for one in chosen)


def heading(rng: random.Random, form: str) -> str:
    text = fill(rng, form)
    return text[:1].upper() + text[1:]


def many(rng: random.Random, low: int, high: int) -> range:
    return range(rng.randint(low, high))


def wrap(text: str, width: int) -> str:
    return textwrap.fill(text, width)


# --- letters and talk ---------------------------------------------------------------


@no_list("e-mail thread")
def _(rng):
    out, people = [], [fill(rng, "{name}") for _ in range(3)]
    topic = fill(rng, "{matter}")
    for i in many(rng, 4, 7):
        writer = rng.choice(people)
        out += [
            f"From: {writer} <{fill(rng, '{email}')}>",
            f"To: {rng.choice(people)} <{fill(rng, '{email}')}>",
            f"Subject: {'Re: ' * min(i, 2)}{topic}",
            fill(rng, "Date: {wday}, {n} {mon} {year} {time}:{nn} +0100"),
            "",
            f"Dear {rng.choice(people).split()[0]},",
            "",
            say(rng, WORK, rng.randint(2, 4)),
            "",
            say(rng, WORK + TALK, rng.randint(1, 3)),
            "",
            rng.choice(["Best wishes", "Kind regards", "Cheers"]),
            writer.split()[0],
            "",
            fill(rng, "On {wday}, {mon} {n}, {year} at {time}, {name} wrote:"),
            *[f"> {say(rng, WORK)}" for _ in range(rng.randint(1, 4))],
            "",
        ]
    return "\n".join(out)


@no_list("mailing-list digest")
def _(rng):
    out = [
        fill(rng, "Send {word}-users mailing list submissions to"),
        fill(rng, "\t{email}"),
        "",
        "Today's Topics:",
        "",
    ]
    topics = [heading(rng, "{verb} the {module} on {town} hosts") for _ in range(5)]
    for i, topic in enumerate(topics, 1):
        out.append(f"   {i}. {topic} ({fill(rng, '{name}')})")
    for i, topic in enumerate(topics, 1):
        out += [
            "",
            "-" * 70,
            "",
            f"Message: {i}",
            fill(rng, "Date: {wday}, {n} {mon} {year} {time}:{nn} +0000"),
            fill(rng, "From: {name} <{email}>"),
            f"Subject: [{fill(rng, '{word}')}-users] {topic}",
            fill(rng, "Message-ID: <{hex}@{domain}>"),
            "",
            wrap(say(rng, WORK + TALK, 4), 72),
            "",
            "-- ",
            fill(rng, "{name}"),
        ]
    return "\n".join(out)


@no_list("forum thread")
def _(rng):
    out = [heading(rng, "{product} stopped working after {n} days"), "", "Page 1 of 3"]
    for i in many(rng, 6, 12):
        out += [
            "",
            fill(rng, "{nick}{nn}"),
            fill(rng, "Junior Member") if i % 2 else "Moderator",
            fill(rng, "Posts: {nnn}"),
            fill(rng, "{mon} {n}, {year}, {time}"),
            "",
            say(rng, TALK + WORK, rng.randint(1, 4)),
            "",
            "Reply   Quote   Report",
        ]
    return "\n".join(out)


@no_list("chat")
def _(rng):
    people = [fill(rng, "{nick}") for _ in range(3)]
    out = []
    for _ in many(rng, 30, 70):
        out.append(f"[{fill(rng, '{time}')}] {rng.choice(people)}: {say(rng, TALK)}")
        if rng.random() < 0.2:
            out.append(
                fill(rng, "[{time}] ") + rng.choice(people) + ": ok, see you then"
            )
    return "\n".join(out)


@no_list("transcript")
def _(rng):
    host, guest = fill(rng, "{last}").upper(), fill(rng, "{last}").upper()
    out = ["Transcript", "", fill(rng, "[Music]"), ""]
    for i in many(rng, 12, 20):
        speaker = (host, guest)[i % 2]
        out += [f"{speaker}: {say(rng, TALK + NEWS, rng.randint(1, 5))}", ""]
    return "\n".join(out)


@no_list("transcript with times")
def _(rng):
    out, second = [], 0
    for _ in many(rng, 25, 45):
        second += rng.randint(3, 14)
        out += [f"{second // 60}:{second % 60:02}", say(rng, TALK).lower().rstrip(".")]
    return "\n".join(out)


@no_list("minutes of a meeting")
def _(rng):
    out = [
        fill(rng, "Minutes of the board meeting, {n} {month} {year}"),
        "",
        "Present: " + ", ".join(fill(rng, "{name}") for _ in range(5)),
        "Apologies: " + fill(rng, "{name}"),
        "",
    ]
    for i in many(rng, 6, 9):
        out += [
            f"{i + 1}. {heading(rng, '{matter}')}",
            "",
            say(rng, WORK, 3),
            "",
            fill(rng, "Action: {first} to report by {n} {month}."),
            "",
        ]
    return "\n".join(out)


@no_list("letters to the editor")
def _(rng):
    out = ["Letters", ""]
    for _ in many(rng, 5, 8):
        out += [
            heading(rng, "no more noise at the {place}"),
            "",
            "Sir,",
            say(rng, TALK + NEWS, 4),
            fill(rng, "{name}, {town}"),
            "",
        ]
    return "\n".join(out)


# --- code and its surroundings ------------------------------------------------------


@no_list("README", ".md")
def _(rng):
    word = fill(rng, "{word}")
    out = [
        f"# {word}",
        "",
        fill(rng, f"{word} is a {{adj}} tool to {{verb}} your {{module}}."),
        "",
    ]
    for title in ("Installation", "Usage", "Options", "Configuration", "License"):
        out += [f"## {title}", "", fill(rng, "Run this in a terminal:"), "", "```"]
        out += [fill(rng, f"{word} {{verb}} --{{module}} {{n}}") for _ in range(3)]
        out += ["```", "", fill(rng, "- `--{module}`: {verb} the {module} first")]
        out += [fill(rng, "- `--{word}`: how often to {verb} (default: {n})"), ""]
    return "\n".join(out)


@no_list("Python code", ".py")
def _(rng):
    out = ["import os", "import sys", "from collections import Counter", ""]
    for _ in many(rng, 5, 9):
        out += [
            "",
            fill(rng, "def {verb}_{module}({word}, {word}=None):"),
            fill(rng, '    """{verb} the {module} and return its {thing}."""').replace(
                '"""', '"""', 1
            ),
            fill(rng, "    {word} = []"),
            fill(rng, "    for {word} in range({n}):"),
            fill(rng, "        if {word} is None or {word} > {nn}:"),
            fill(rng, "            continue  # the {thing} is {adj}"),
            fill(rng, "        {word}.append(os.path.join({word}, '{slug}'))"),
            fill(rng, "    return {word}"),
            "",
        ]
    return "\n".join([*out, 'if __name__ == "__main__":', "    main(sys.argv)"])


@no_list("JavaScript code", ".js")
def _(rng):
    out = [fill(rng, "import {module} from './{module}.js';"), ""]
    for _ in many(rng, 5, 9):
        out += [
            fill(rng, "// {verb} the {module} when the {thing} is {adj}"),
            fill(rng, "export async function {verb}{word}({word}) ") + "{",
            fill(rng, "  const {word} = await {module}.{verb}('{url}');"),
            fill(rng, "  if (!{word}.ok) ") + "{",
            fill(rng, "    throw new Error('{module} failed: ' + {word}.status);"),
            "  }",
            fill(rng, "  return {word}.map((x) => x.{word} * {n});"),
            "}",
            "",
        ]
    return "\n".join(out)


@no_list("R code", ".R")
def _(rng):
    out = ["library(dplyr)", "library(ggplot2)", ""]
    for _ in many(rng, 6, 10):
        out += [
            fill(rng, "# {subject} by {town}"),
            fill(rng, '{word} <- read.csv("{slug}.csv", header = TRUE)'),
            fill(rng, "{word} <- {word} %>% filter({word} > {n}) %>%"),
            fill(rng, "  group_by({word}) %>% summarise(mean = mean({word}))"),
            fill(rng, "model <- lm({word} ~ {word} + {word}, data = {word})"),
            "summary(model)",
            "",
        ]
    return "\n".join(out)


@no_list("C code", ".c")
def _(rng):
    out = ["#include <stdio.h>", "#include <stdlib.h>", ""]
    out.append(
        fill(rng, "#define MAX_{word} {nnn}").upper().replace("#DEFINE", "#define")
    )
    for _ in many(rng, 5, 9):
        out += [
            "",
            fill(rng, "/* {verb} the {module}; returns 0 on success */"),
            fill(rng, "static int {verb}_{module}(struct {word} *{word}, size_t n)"),
            "{",
            fill(rng, "    for (size_t i = 0; i < n; i++) ") + "{",
            fill(rng, "        {word}[i].{word} = malloc({nn} * sizeof(int));"),
            fill(rng, "        if (!{word}[i].{word}) return -{n};"),
            "    }",
            "    return 0;",
            "}",
        ]
    return "\n".join(out)


@no_list("log", ".log")
def _(rng):
    out = []
    for i in many(rng, 40, 90):
        level = rng.choice(["INFO", "INFO", "WARN", "ERROR", "DEBUG"])
        message = rng.choice(
            [
                "connection to {domain} refused after {n} tries",
                "{verb} {module} took {nnn} ms",
                "user {nick} logged in from 10.0.{n}.{nn}",
                "cannot {verb} {module}: no such file",
                "{module} started with {n} workers",
            ]
        )
        out.append(
            fill(
                rng, f"2025-03-1{i // 30} {{time}}:{{nn}},{{nnn}} {level} [{{module}}] "
            )
            + fill(rng, message)
        )
    return "\n".join(out)


@no_list("stack trace")
def _(rng):
    out = ["Traceback (most recent call last):"]
    for _ in many(rng, 12, 22):
        out += [
            fill(
                rng,
                '  File "/usr/lib/{word}/{module}.py", line {nnn}, in {verb}_{word}',
            ),
            fill(rng, "    return self.{module}.{verb}({word}, {word}={n})"),
        ]
    return "\n".join([*out, fill(rng, "ValueError: {module} is not {adj}: '{word}'")])


@no_list("shell history")
def _(rng):
    forms = [
        "cd ~/{word}/{word}",
        "ls -la",
        "git commit -m '{verb} the {module}'",
        "grep -rn {word} src/{module}",
        "sudo apt install {word}-{module}",
        "python {word}.py --{module} {n} > {word}.log 2>&1",
        "ssh {nick}@{domain}",
        "tar xzf {word}-{n}.tar.gz",
        "vim {word}.conf",
    ]
    return "\n".join(fill(rng, rng.choice(forms)) for _ in many(rng, 40, 90))


@no_list("git log")
def _(rng):
    out = []
    for _ in many(rng, 10, 20):
        out += [
            fill(rng, "commit {hex}{hex}{hex}"),
            fill(rng, "Author: {name} <{email}>"),
            fill(rng, "Date:   {wday} {mon} {n} {time}:{nn} {year} +0200"),
            "",
            "    " + heading(rng, "{verb} the {module} before the {thing}"),
            "",
        ]
    return "\n".join(out)


@no_list("change log", ".md")
def _(rng):
    out = ["# Changelog", ""]
    for i in many(rng, 6, 10):
        out += [f"## 1.{9 - i}.0 ({fill(rng, '{year}')}-03-{10 + i})", ""]
        for _ in many(rng, 3, 7):
            out.append(
                fill(rng, "- Fix: {verb} the {module} when {word} is {adj} (#{nnn})")
            )
        out.append("")
    return "\n".join(out)


@no_list("diff", ".diff")
def _(rng):
    out = []
    for _ in many(rng, 4, 7):
        file = fill(rng, "src/{module}_{word}.py")
        out += [
            f"diff --git a/{file} b/{file}",
            fill(rng, "index {hex}..{hex} 100644"),
            f"--- a/{file}",
            f"+++ b/{file}",
            fill(rng, "@@ -{nn},{n} +{nn},{n} @@ def {verb}_{module}(self):"),
            fill(rng, "     {word} = self.{module}"),
            fill(rng, "-    return {word}.{verb}({n})"),
            fill(rng, "+    # the {thing} may be {adj}"),
            fill(rng, "+    return {word}.{verb}({nn}, {word}=True)"),
        ]
    return "\n".join(out)


@no_list("config", ".ini")
def _(rng):
    out = []
    for _ in many(rng, 6, 10):
        out += [fill(rng, "[{module}]"), fill(rng, "; where the {thing} is kept")]
        for _ in many(rng, 3, 6):
            out.append(fill(rng, "{word}_{word} = {n}"))
        out += [fill(rng, "path = /var/lib/{word}"), ""]
    return "\n".join(out)


@no_list("YAML config", ".yml")
def _(rng):
    out = ["version: 2", "services:"]
    for _ in many(rng, 6, 10):
        out += [
            fill(rng, "  {module}_{n}:"),
            fill(rng, "    image: {domain}/{word}:{n}.{n}"),
            "    environment:",
            fill(rng, "      - {word}={nn}"),
            fill(rng, "    command: {verb} --{word}"),
        ]
    return "\n".join(out)


@no_list("HTML source as text")
def _(rng):
    out = [
        "<!-- saved page -->",
        "<div class='wrap'>",
        fill(rng, "<nav><a href='{url}'>Home</a> <a href='{url}'>Shop</a></nav>"),
    ]
    for _ in many(rng, 10, 20):
        out += [
            fill(rng, "  <div class='card {word}' id='{hex}'>"),
            f"    <h3>{heading(rng, '{adj} {product}')}</h3>",
            f"    <p>{say(rng, NEWS, 2)}</p>",
            "  </div>",
        ]
    return "\n".join([*out, "</div>"])


@no_list("style sheet", ".css")
def _(rng):
    out = []
    for _ in many(rng, 12, 24):
        out += [
            fill(rng, ".{word}-{module} > a:hover ") + "{",
            fill(rng, "  margin: {n}px auto;"),
            fill(rng, "  color: #{nnn};"),
            "}",
            "",
        ]
    return "\n".join(out)


# --- running text -------------------------------------------------------------------


def _article(rng, width: int | None) -> str:
    paragraphs = [
        heading(rng, "{subject} and {subject} in {town}"),
        fill(rng, "{name}, {name}"),
    ]
    sections = [
        "Introduction",
        "2. Related work",
        "2.1 Background",
        "3. Methods",
        "4. Results",
        "Discussion",
        "Conclusion",
        "Acknowledgements",
    ]
    for section in sections:
        paragraphs.append(section)
        for _ in many(rng, 2, 4):
            paragraphs.append(say(rng, STUDY, rng.randint(3, 6)))
    if width:
        paragraphs = [wrap(text, width) for text in paragraphs]
    return "\n\n".join(paragraphs)


@no_list("article's running text")
def _(rng):
    return _article(rng, None)


@no_list("article's running text, wrapped")
def _(rng):
    return _article(rng, rng.choice([60, 72, 80]))


@no_list("article's running text, one heading a paragraph")
def _(rng):
    out = []
    forms = [
        "{subject} in {town}",
        "the role of {subject}",
        "measuring {subject}",
        "limits of {method}",
        "what {last} found",
    ]
    for number in many(rng, 10, 16):
        out += [f"{number + 1}.{rng.randint(1, 4)} {heading(rng, rng.choice(forms))}"]
        out += [say(rng, STUDY, rng.randint(3, 6))]
    return "\n\n".join(out)


@no_list("article from a PDF, wrapped without blank lines")
def _(rng):
    out = []
    for page in range(3):
        out.append(
            fill(rng, "{last} et al. / Journal of {word} {n} ({year}) {nnn}–{nnn}")
        )
        out.append(["1. Introduction", "2. Data", "3. Discussion"][page])
        for _ in range(4):
            out += textwrap.wrap(say(rng, STUDY, 6), 58)
        out.append(str(page + 1))
    return "\n".join(out[:140])


@no_list("thesis chapter")
def _(rng):
    out = [fill(rng, "Chapter {n}"), heading(rng, "{subject} revisited")]
    for i in range(6):
        out.append(
            f"{i // 2 + 1}.{i % 2 + 1} {heading(rng, '{adj} {thing} and {subject}')}"
        )
        for _ in many(rng, 2, 4):
            out.append(wrap(say(rng, STUDY, 5), 78))
        if i % 2:
            out.append(fill(rng, "Figure {n}: mean of {subject} by {town}, {year}"))
    return "\n\n".join(out)


@no_list("short story")
def _(rng):
    out = [heading(rng, "the {adj} {thing}"), fill(rng, "by {name}")]
    for _ in many(rng, 15, 25):
        out.append(say(rng, TALK + PLOTS, rng.randint(2, 6)))
        if rng.random() < 0.3:
            out.append(f'"{say(rng, TALK)}"')
    return "\n\n".join(out)


@no_list("wiki article")
def _(rng):
    town = fill(rng, "{town}")
    out = [
        town,
        "From the free encyclopedia",
        "Jump to navigation Jump to search",
        fill(
            rng, f"{town} is a town in the north of {{town}} with {{nnn}} inhabitants."
        ),
        "Contents",
    ]
    sections = ["History", "Geography", "Economy", "Culture", "Notable people"]
    out += [f"{i} {section}" for i, section in enumerate(sections, 1)]
    for section in sections:
        out += ["", f"{section}[edit]", "", say(rng, NEWS, 4), "", say(rng, NEWS, 3)]
    out += ["", "See also", "", fill(rng, "{town}"), fill(rng, "{place} of {town}")]
    return "\n".join(out)


@no_list("acknowledgements")
def _(rng):
    forms = [
        "We thank {name} and {name} for comments on an earlier version of this paper.",
        "This work was supported by {company} under grant {code}.",
        "{name} helped us with {method}, and {name} lent us a {thing}.",
        "The authors declare no competing interests.",
        "{first} would like to thank the people of {town} for their patience.",
        "Our study was approved by the ethics committee of {town} (no. {code}).",
    ]
    out = ["Acknowledgements"]
    for _ in many(rng, 11, 16):
        out += ["", say(rng, forms, rng.randint(2, 4))]
    return "\n".join(out)


@no_list("figure captions")
def _(rng):
    out = []
    for i in many(rng, 15, 25):
        kind = rng.choice(["Figure", "Fig.", "Table"])
        out += [
            fill(
                rng,
                f"{kind} {i + 1}. {{subject}} by {{town}}, {{year}} (n = {{nnn}}). "
                "Bars show standard errors; results of {method}.",
            ),
            "",
        ]
    return "\n".join(out)


@no_list("slide deck text")
def _(rng):
    out = []
    for i in many(rng, 10, 16):
        out += [
            heading(rng, rng.choice(["why {subject}?", "results ({n})", "outlook"]))
        ]
        for _ in many(rng, 3, 5):
            out.append(
                fill(
                    rng,
                    rng.choice(
                        ["• {subject}: +{n} %", "• use {method}", "– {adj} {thing}"]
                    ),
                )
            )
        out += [fill(rng, "{last} | {town} {year}"), str(i + 1), ""]
    return "\n".join(out)


@no_list("questionnaire")
def _(rng):
    out = ["Questionnaire", "", "Please tick one box for each question.", ""]
    for i in many(rng, 14, 22):
        question = rng.choice(
            [
                "How often do you eat {food}?",
                "Do you suffer from {ill}?",
                "How satisfied are you with the {place} in {town}?",
                "Have you heard of {subject} before?",
            ]
        )
        out += [f"{i + 1}. {fill(rng, question)}", "☐ never  ☐ sometimes  ☐ often", ""]
    return "\n".join(out)


# --- pages of the web ---------------------------------------------------------------


@no_list("news front page")
def _(rng):
    forms = [
        "{town} closes its {place}",
        "why {food} are so dear this {month}",
        "{company} to cut {nnn} jobs",
        "{team} beat {team} in {town}",
        "the {adj} {thing} that nobody wants",
    ]
    out = ["Home", "World", "Sport", "Culture", "Subscribe", ""]
    for _ in many(rng, 15, 25):
        out += [
            heading(rng, rng.choice(forms)),
            "",
            say(rng, NEWS, rng.randint(1, 3)),
            "",
        ]
    return "\n".join(out)


@no_list("blog index")
def _(rng):
    out = [fill(rng, "{first}'s blog"), "", "About", "Archive", "RSS", ""]
    for _ in many(rng, 10, 16):
        out += [
            heading(
                rng,
                rng.choice(
                    [
                        "how I repaired my {thing}",
                        "a week in {town}",
                        "{n} ways to cook {food}",
                        "on {subject}",
                    ]
                ),
            ),
            "",
            fill(rng, "{month} {n}, {year} · {n} min read"),
            "",
            say(rng, TALK, rng.randint(2, 5)),
            "",
            "Read more",
            "",
        ]
    return "\n".join(out)


@no_list("technical blog, titles and teasers only")
def _(rng):
    out = []
    for _ in many(rng, 12, 20):
        out += [
            heading(rng, "how we made the {module} {n} times faster with {method}"),
            "",
            say(
                rng,
                [
                    "At {company} we {verb} {nnn} {module}s a second, and it was slow.",
                    "In this post I show how to {verb} the {module}.",
                    "Here is what we learned about {subject}, and what we would do again.",
                    "Spoiler: the {thing} was the problem.",
                    "If you like this sort of work, we are hiring in {town}.",
                ],
                3,
            ),
            "",
        ]
    return "\n".join(out)


@no_list("product listing")
def _(rng):
    out = ["Sort by: Featured", fill(rng, "{nnn} results"), ""]
    for _ in many(rng, 10, 16):
        out += [
            heading(rng, "{adj} {product}, {colour}, {nn} cm"),
            fill(rng, "★★★★☆ ({nnn})"),
            fill(rng, "€{price}"),
            fill(rng, "Free delivery by {weekday}"),
            "Add to basket",
            "",
        ]
    return "\n".join(out)


@no_list("product listing with descriptions")
def _(rng):
    out = []
    for _ in many(rng, 14, 22):
        out += [
            heading(rng, "{adj} {colour} {product} for the {place}"),
            "",
            say(
                rng,
                [
                    "Our {product} is made of recycled material and fits in every {thing}.",
                    "It comes in {colour} and {colour}, and is guaranteed for {n} years.",
                    "Customers in {town} love it.",
                    "With {nn} cm it is {adj} enough for the {place}.",
                ],
                3,
            ),
            "",
        ]
    return "\n".join(out)


@no_list("job listing")
def _(rng):
    out = []
    for _ in many(rng, 9, 14):
        out += [
            heading(
                rng,
                rng.choice(
                    [
                        "senior {module} engineer (m/f/d)",
                        "cook",
                        "head of {place}",
                        "research assistant, {subject}",
                    ]
                ),
            ),
            fill(rng, "{company}, {town}"),
            fill(rng, "{nn},000 – {nn},500 a year"),
            "",
            say(
                rng,
                [
                    "You will {verb} the {module} of {company}.",
                    "We offer {nn} days of leave and a {colour} {product}.",
                    "You have {n} years of experience with {method}.",
                    "Apply by {n} {month} to {email}.",
                ],
                3,
            ),
            "",
            "Apply now",
            "",
        ]
    return "\n".join(out)


@no_list("privacy policy")
def _(rng):
    out = ["Privacy policy", "", fill(rng, "Last updated: {n} {month} {year}"), ""]
    for title in (
        "What we collect",
        "Cookies",
        "Your rights",
        "Third parties",
        "Storage",
        "Contact",
    ):
        out += [title, "", say(rng, TERMS, 4), "", say(rng, TERMS, 3), ""]
    return "\n".join(out)


@no_list("FAQ")
def _(rng):
    out = ["Frequently asked questions", ""]
    for _ in many(rng, 10, 18):
        question = rng.choice(
            [
                "how do I {verb} my {module}?",
                "where is my {product}?",
                "can I pay in {n} parts?",
                "who may use the {place}?",
            ]
        )
        out += [
            heading(rng, question),
            "",
            say(rng, TERMS + WORK, rng.randint(2, 4)),
            "",
        ]
    return "\n".join(out)


@no_list("films with plots")
def _(rng):
    out = []
    for _ in many(rng, 12, 20):
        out += [
            heading(
                rng,
                rng.choice(
                    [
                        "the {thing} of {town}",
                        "{first} and the {adj} {thing}",
                        "{n} days in {month}",
                    ]
                ),
            ),
            "",
            say(rng, PLOTS, rng.randint(3, 5)),
            "",
        ]
    return "\n".join(out)


@no_list("films with years and casts")
def _(rng):
    out = []
    for i in many(rng, 12, 18):
        out += [
            f"{i + 1}. {heading(rng, 'the {adj} {thing}')} ({fill(rng, '{year}')})",
            fill(rng, "PG-13 | {nnn} min | Drama, Comedy"),
            say(rng, PLOTS, 2),
            fill(rng, "Director: {name} | Stars: {name}, {name}, {name}"),
            fill(rng, "Votes: {nn},{nnn}"),
            "",
        ]
    return "\n".join(out)


@no_list("books with blurbs")
def _(rng):
    out = []
    for _ in many(rng, 12, 18):
        out += [
            heading(rng, "the {adj} {thing}: a novel"),
            "",
            say(
                rng,
                [
                    *PLOTS,
                    "The new bestseller by the author of The {adj} {thing}.",
                    '"I could not put it down." – {name}',
                ],
                rng.randint(3, 5),
            ),
            "",
        ]
    return "\n".join(out)


@no_list("course catalogue")
def _(rng):
    out = []
    for _ in many(rng, 12, 20):
        out += [
            heading(
                rng,
                rng.choice(
                    [
                        "introduction to {subject}",
                        "{subject} II",
                        "seminar: {subject} and {subject}",
                    ]
                ),
            ),
            "",
            say(rng, COURSE, rng.randint(3, 5)),
            "",
        ]
    return "\n".join(out)


@no_list("podcast episodes")
def _(rng):
    out = []
    for i in many(rng, 12, 18):
        out += [
            f"{rng.choice(['Ep.', 'Episode', '#'])} {200 - i}: "
            + heading(rng, "{name} on {subject}"),
            "",
            say(
                rng,
                [
                    "This week {first} talks to {name} about {subject}.",
                    "They discuss {food}, {subject} and why {town} is the best place to live.",
                    "Brought to you by {company}: use the code {word}{nn} for {n} per cent off.",
                    "Listen on {weekday}s wherever you get your podcasts.",
                ],
                3,
            ),
            "",
            fill(rng, "{nn} min"),
            "",
        ]
    return "\n".join(out)


@no_list("press releases")
def _(rng):
    out = []
    for _ in many(rng, 10, 16):
        out += [
            heading(
                rng,
                rng.choice(
                    [
                        "{company} opens a {place} in {town}",
                        "new hope for {subject}",
                        "university of {town} wins prize for {subject}",
                    ]
                ),
            ),
            "",
            fill(rng, "{town}, {n} {month} {year} – ") + say(rng, SCIENCE_NEWS, 4),
            "",
        ]
    return "\n".join(out)


@no_list("404 page")
def _(rng):
    out = ["Skip to content", "Home", "Products", "Blog", "Contact", "", "404", ""]
    out += [
        "Page not found",
        "",
        fill(rng, "The page /{slug}/{n} does not exist (any more)."),
    ]
    out += ["", "You may be interested in:"]
    out += [heading(rng, "{adj} {product}") for _ in range(5)]
    return "\n".join([*out, "", fill(rng, "© {year} {company}"), "Imprint", "Privacy"])


@no_list("login page")
def _(rng):
    return "\n".join(
        [
            fill(rng, "{company}"),
            "Sign in",
            "E-mail address",
            "Password",
            "Remember me",
            "Forgot your password?",
            "Log in",
            "or",
            "Continue with your institution",
            "Create an account",
            "Help",
            "Terms of use",
            "Privacy",
            "Cookies",
            "Accessibility",
            "English",
            "Deutsch",
            "Français",
            fill(rng, "Version {n}.{n}"),
            fill(rng, "© {year} {company}. All rights reserved."),
        ]
    )


@no_list("menu of a site only")
def _(rng):
    words = (
        "Home,About,News,Advanced search,My library,Settings,Sign in,Help,Browse,Topics,"
        "Journals,Authors,Export,Cite,Share,Save,Email alerts,Filters,Sort by relevance,"
        "Any time,Custom range,Review articles,Open access,Contact us,Newsletter,Terms,"
        "Privacy,Accessibility,Next,Previous,Show more,Clear all,View all"
    ).split(",")
    rng.shuffle(words)
    return "\n".join(words[: rng.randint(22, 32)])


@no_list("no results found")
def _(rng):
    return "\n".join(
        [
            "Skip to main content",
            "Search",
            "Advanced",
            "User guide",
            "Save",
            "Email",
            "Sort by: Best match",
            "My custom filters",
            "",
            fill(rng, 'Your search for "{subject} {word}" retrieved no results'),
            "",
            "Suggestions:",
            "Make sure that all words are spelled correctly.",
            "Try different keywords.",
            "Try more general keywords.",
            "Clear your filters.",
            "",
            "Results by year",
            "Text availability",
            "Abstract",
            "Free full text",
            "Article type",
            "Publication date",
            "1 year",
            "5 years",
            "Follow us",
        ]
    )


# --- lists that are not of papers ---------------------------------------------------


@no_list("recipes")
def _(rng):
    out = []
    for _ in many(rng, 4, 6):
        out += [heading(rng, "{adj} soup of {food} and {food}"), "", "Ingredients", ""]
        out += [fill(rng, "{nnn} g {food}") for _ in range(5)]
        out += ["", "Method", ""]
        out += [
            fill(rng, "{n}. Chop the {food} and fry them for {n} minutes."),
            fill(rng, "{n}. Add the {food}, salt and pepper, and let it simmer."),
            fill(rng, "Serve with {food}."),
            "",
        ]
    return "\n".join(out)


@no_list("recipes as paragraphs")
def _(rng):
    out = []
    for _ in many(rng, 12, 18):
        out += [
            heading(rng, "roast {food} with {food} and {food}"),
            "",
            say(
                rng,
                [
                    "Heat the oven to {nnn} degrees and chop the {food}.",
                    "Mix with {food}, oil and salt.",
                    "Bake for {nn} minutes until golden.",
                    "We like it with {food} and a glass of cider.",
                    "Serves {n}.",
                ],
                4,
            ),
            "",
        ]
    return "\n".join(out)


@no_list("restaurant menu")
def _(rng):
    out = [fill(rng, "Café {last}"), ""]
    for part in ("Starters", "Mains", "Desserts", "Drinks"):
        out += [part, ""]
        for _ in many(rng, 5, 8):
            out += [heading(rng, "{food} with {food}") + "  " + fill(rng, "{n}.50")]
            out += [fill(rng, "with {food}, {food} and {adj} herbs")]
        out.append("")
    return "\n".join(out)


@no_list("lyrics")
def _(rng):
    forms = [
        "oh the {thing} is {adj} tonight",
        "and I'm walking back to {town}",
        "tell me, {first}, tell me why",
        "the {colour} {thing} keeps turning",
        "all my {adj} days are gone",
    ]
    out = [heading(rng, "{adj} {thing} blues"), ""]
    chorus = [heading(rng, rng.choice(forms)) for _ in range(4)]
    for i in range(8):
        verse = [heading(rng, rng.choice(forms)) for _ in range(4)]
        out += ["[Chorus]" if i % 2 else f"[Verse {i // 2 + 1}]"]
        out += [*(chorus if i % 2 else verse), ""]
    return "\n".join(out)


@no_list("contract")
def _(rng):
    out = [
        "Contract of supply",
        "",
        fill(rng, "between {company}, {street} {n}, {town} (the supplier)"),
        fill(rng, "and {company}, {street} {n}, {town} (the customer)"),
        "",
    ]
    for i, title in enumerate(
        ("Subject", "Delivery", "Prices", "Liability", "Term", "Final provisions"), 1
    ):
        out += [f"§ {i} {title}", ""]
        out += [f"({j}) {say(rng, TERMS, 2)}" for j in range(1, 4)]
        out.append("")
    return "\n".join(out)


@no_list("CV")
def _(rng):
    out = [
        fill(rng, "{name}"),
        fill(rng, "{street} {n}, {town}"),
        fill(rng, "{email}"),
        "",
    ]
    for part in ("Education", "Employment", "Skills", "Languages", "Awards"):
        out += [part, ""]
        for _ in many(rng, 3, 5):
            out.append(
                fill(
                    rng,
                    rng.choice(
                        [
                            "{year}–{year}  {company}, {town}",
                            "{year}  MSc in {subject}, University of {town}",
                            "{method}, {method}",
                            "Prize of the {place} of {town}, {year}",
                        ]
                    ),
                )
            )
        out.append("")
    return "\n".join(out)


@no_list("call for papers")
def _(rng):
    out = [
        "Call for papers",
        "",
        heading(rng, "workshop on {subject} and {subject}, {town}, {month} {year}"),
        "",
        fill(
            rng,
            "We invite papers on {subject} and related topics. Submissions should "
            "present original results, and are reviewed by three members of the committee.",
        ),
        "",
        "Topics of interest include, but are not limited to:",
        "",
    ]
    out += [heading(rng, "- {subject} and {subject}") for _ in range(10)]
    out += ["", "Important dates", ""]
    out += [
        fill(rng, "{what}: {n} {month} {year}".replace("{what}", what))
        for what in ("Submission", "Notification", "Camera-ready", "Workshop")
    ]
    out += ["", "Programme committee", ""]
    out += [fill(rng, "{name}, University of {town}") for _ in range(14)]
    return "\n".join(out)


@no_list("programme committee")
def _(rng):
    return "\n".join(
        fill(rng, "{name}, University of {town}") for _ in many(rng, 30, 60)
    )


@no_list("names list")
def _(rng):
    return "\n".join(fill(rng, "{first} {last}") for _ in many(rng, 30, 80))


@no_list("names list, family name first")
def _(rng):
    return "\n".join(fill(rng, "{last}, {first}") for _ in many(rng, 30, 80))


@no_list("address list")
def _(rng):
    out = []
    for _ in many(rng, 12, 22):
        out += [
            fill(rng, "{name}"),
            fill(rng, "{street} {nn}"),
            fill(rng, "{nnn}{nn} {town}"),
        ]
        out += [fill(rng, "{email}"), fill(rng, "Tel. 0{nn} {nnn} {nn}"), ""]
    return "\n".join(out)


@no_list("glossary")
def _(rng):
    out = []
    for _ in many(rng, 18, 30):
        out += [
            heading(rng, "{word} {thing}"),
            heading(
                rng,
                rng.choice(
                    [
                        "a {thing} that is used to {verb} a {thing} in {subject}.",
                        "the part of a {thing} which is {adj}; see also {word}.",
                    ]
                ),
            ),
            "",
        ]
    return "\n".join(out)


@no_list("textbook table of contents")
def _(rng):
    out, page = ["Contents", "", "Preface  vii", ""], 1
    for i in many(rng, 7, 10):
        page += rng.randint(5, 20)
        out.append(f"{i + 1} {heading(rng, '{subject} and {subject}')} ........ {page}")
        for j in many(rng, 3, 6):
            page += rng.randint(2, 9)
            out.append(
                f"  {i + 1}.{j + 1} {heading(rng, rng.choice(['measuring {subject}', 'the {adj} {thing}', '{method}']))}  {page}"
            )
        out += [f"  Exercises  {page + 3}", ""]
    return "\n".join([*out, f"Index  {page + 30}"])


@no_list("book index")
def _(rng):
    entries = sorted(
        fill(
            rng,
            rng.choice(["{word} {thing}", "{last}, {first}", "{subject}", "{method}"]),
        )
        for _ in many(rng, 60, 110)
    )
    return "\n".join(f"{entry}, {fill(rng, '{nn}, {nnn}–{nnn}')}" for entry in entries)


@no_list("calendar")
def _(rng):
    out = []
    for day in many(rng, 25, 31):
        out.append(fill(rng, f"{{weekday}}, {day + 1} {{month}} {{year}}"))
        for _ in range(rng.randint(0, 3)):
            out.append(fill(rng, "{time} {matter} ({place})"))
    return "\n".join(out)


@no_list("conference schedule")
def _(rng):
    out = []
    for _ in range(2):
        out += [fill(rng, "{weekday}, {n} {month}"), ""]
        out += [fill(rng, "{time}–{time}  Registration and coffee, {place}")]
        for i in many(rng, 8, 12):
            out += [
                fill(rng, "{time}–{time}  ")
                + rng.choice(
                    [
                        "Welcome",
                        "Lunch",
                        "Coffee break",
                        f"Session {i}",
                        "Poster session",
                        fill(rng, "Keynote by {name}"),
                    ]
                )
            ]
        out.append("")
    return "\n".join(out)


@no_list("invoice")
def _(rng):
    out = [
        fill(rng, "{company}"),
        fill(rng, "{street} {nn}, {town}"),
        "",
        fill(rng, "Invoice no. {code}"),
        fill(rng, "Date: {n}.{n}.{year}"),
        "",
        "Item  Quantity  Price  Amount",
    ]
    out += [
        heading(rng, "{adj} {product}  {n}  {price}  {price}")
        for _ in many(rng, 12, 25)
    ]
    return "\n".join(
        [
            *out,
            "",
            fill(rng, "Total {price} EUR"),
            fill(rng, "Pay within {nn} days to DE{nn} {nnn} {nnn} {nnn}"),
        ]
    )


@no_list("bank statement")
def _(rng):
    out = [
        fill(rng, "Statement {n}/{year}"),
        fill(rng, "Account DE{nn} {nnn} {nnn} {nnn}"),
        "",
    ]
    for _ in many(rng, 30, 60):
        out.append(fill(rng, "{n}.{n}.{year}  {company} {town}  -{price} EUR"))
    return "\n".join(out)


@no_list("sports results")
def _(rng):
    out = []
    for i in many(rng, 6, 9):
        out += [f"Matchday {i + 1}", ""]
        out += [
            fill(
                rng,
                f"{{town}} {{team}} {rng.randint(0, 5)}:{rng.randint(0, 4)} {{town}} {{team}}",
            )
            for _ in range(8)
        ]
        out.append("")
    return "\n".join(out)


@no_list("timetable of trains")
def _(rng):
    return "\n".join(
        fill(rng, "{time}  {town}  platform {n}  RE {nnn}") for _ in many(rng, 30, 60)
    )


@no_list("to-do list")
def _(rng):
    return "\n".join(
        fill(rng, "- [ ] {verb} the {thing}, ask {first}") for _ in many(rng, 25, 50)
    )


@no_list("word list")
def _(rng):
    pools = WORDS["word"] + WORDS["thing"] + WORDS["adj"]
    return "\n".join(rng.choice(pools) for _ in many(rng, 40, 120))


@no_list("poem")
def _(rng):
    out = []
    for _ in range(8):
        out += [
            fill(rng, "The {adj} {thing} beneath the {thing},"),
            fill(rng, "a {colour} {word} on the hill,"),
        ]
        out += [
            fill(rng, "and {first} who never learned to sing"),
            fill(rng, "is standing by the {place} still."),
            "",
        ]
    return "\n".join(out)


@no_list("reviews of customers")
def _(rng):
    out = []
    for _ in many(rng, 10, 16):
        out += [
            rng.choice(
                [
                    "Great value",
                    "Not what I expected",
                    "Broke after a week",
                    "Would buy again",
                    "Five stars",
                ]
            ),
            "",
            say(
                rng,
                [
                    *TALK,
                    "The {product} arrived late and the box was open.",
                    "My {product} is {colour} and I love it.",
                ],
                4,
            ),
            "",
        ]
    return "\n".join(out)


@no_list("patents' claims")
def _(rng):
    out = ["What is claimed is:"]
    for i in many(rng, 15, 25):
        out.append(
            fill(
                rng,
                f"{i + 1}. The {{thing}} of claim {max(i, 1)}, wherein the {{thing}} is {{adj}} and connected to a {{module}} configured to {{verb}} a {{thing}}.",
            )
        )
    return "\n\n".join(out)


@no_list("exercises of a textbook")
def _(rng):
    out = ["Exercises"]
    for i in many(rng, 15, 25):
        out.append(
            fill(
                rng,
                f"{i + 1}. Show that the {{adj}} {{thing}} of length {{n}} has at most {{nn}} parts. Hint: use {{method}}.",
            )
        )
    return "\n\n".join(out)


# --- tables and data ----------------------------------------------------------------


def _csv(columns: list[str], rows: list[list[str]]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return target.getvalue()


@no_list("CSV of products", ".csv")
def _(rng):
    rows = []
    for _ in many(rng, 25, 60):
        rows.append(
            [
                fill(rng, "{code}"),
                heading(rng, "{adj} {product}, {colour}"),
                say(
                    rng,
                    [
                        "Our {product} is made of recycled material.",
                        "It fits in every {thing} and is guaranteed for {n} years.",
                        "Available in {colour} and {colour}.",
                    ],
                    2,
                ),
                fill(rng, "{price}"),
            ]
        )
    return _csv(["sku", "title", "description", "price"], rows)


@no_list("CSV of e-mails", ".csv")
def _(rng):
    rows = []
    for _ in many(rng, 25, 50):
        rows.append(
            [
                fill(rng, "{email}"),
                heading(
                    rng,
                    rng.choice(
                        [
                            "Re: {matter}",
                            "{matter}",
                            "Fwd: {product} {code}",
                            "invitation to {town}",
                        ]
                    ),
                ),
                say(rng, WORK, 3),
                fill(rng, "{year}-0{n}-{nn}"),
            ]
        )
    return _csv(["from", "title", "abstract", "date"], rows)


@no_list("CSV of films", ".csv")
def _(rng):
    rows = []
    for _ in many(rng, 25, 50):
        rows.append(
            [
                heading(rng, "the {adj} {thing}"),
                say(rng, PLOTS, 3),
                fill(rng, "{year}"),
                fill(rng, "{name}"),
            ]
        )
    return _csv(["Title", "Abstract", "Year", "Director"], rows)


@no_list("CSV of issues", ".csv")
def _(rng):
    rows = []
    for i in many(rng, 25, 50):
        rows.append(
            [
                str(900 - i),
                heading(rng, "{module} cannot {verb} {word} on {town}"),
                say(
                    rng,
                    [
                        "Steps: {verb} the {module}, then {verb} it again.",
                        "It says: no such {thing}.",
                        "Happens since version {n}.{n}.",
                    ],
                    2,
                ),
                "open",
            ]
        )
    return _csv(["id", "title", "description", "state"], rows)


@no_list("JSON of blog posts", ".json")
def _(rng):
    posts = []
    for i in many(rng, 10, 20):
        posts.append(
            {
                "id": i,
                "title": heading(rng, "how I repaired my {thing} in {town}"),
                "author": fill(rng, "{first}"),
                "date": fill(rng, "{year}-03-{nn}"),
                "summary": say(rng, TALK, 3),
            }
        )
    return json.dumps(posts, ensure_ascii=False, indent=1)


@no_list("JSON of settings", ".json")
def _(rng):
    settings = {
        fill(rng, "{module}_{word}"): {
            "title": fill(rng, "{verb} {module}"),
            "value": fill(rng, "{n}"),
        }
        for _ in range(25)
    }
    return json.dumps(settings, indent=1)
