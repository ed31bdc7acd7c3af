"""Writes the seed corpora of the fuzz targets beside this file."""

from pathlib import Path

HERE = Path(__file__).parent
HEAD = '[scenario]\ntitle = "Example"\ntime = "0 to 12 [month]"\n'

SCENARIOS = {
    "empty": "",
    "only_spaces": " \n\t\n",
    "head": HEAD,
    "truncated_table": "[scenario\ntitle = ",
    "truncated_string": '[scenario]\ntitle = "Exam',
    "truncated_inside_letter": b'[scenario]\ntitle = "\xc3',
    "binary": bytes(range(256)),
    "byte_order_mark": "\ufeff" + HEAD,
    "windows_lines": HEAD.replace("\n", "\r\n"),
    "nested_arrays": "x = " + "[" * 2000,
    "nested_tables": "x = " + "{ a = " * 500 + "1" + " }" * 500,
    "dotted_deep": "a" + ".a" * 500 + " = 1\n",
    "long_line": HEAD + "# " + "x" * 20000 + "\n",
    "many_names": HEAD + "[input]\n" + "".join(f'n{i} = "1 @assumption"\n' for i in range(400)),
    "numbers": HEAD + "[input]\na = nan\nb = inf\nc = -inf\nd = 1e308\ne = -1e-320\nf = 0x7fffffffffffffff\ng = 1e400\n",
    "expression_numbers": HEAD + '[variable]\na = "1e308 * 1e308"\nb = "0 / 0"\nc = "1e400"\nd = "nan"\ne = "inf"\n',
    "duplicate_key": HEAD + "[input]\na = 1\na = 2\n",
    "wrong_types": HEAD + "[party]\nx = 3\n[issue.y]\noptions = 4\n[stock]\nz = [1]\n[negotiation]\nevery = []\n",
    "bad_dates": '[scenario]\ntitle = "x"\nas_of = 2025-02-30\ntime = "a to b"\n',
    "long_horizon": '[scenario]\ntitle = "x"\ntime = "0 to 1e18 [second]"\n',
    "backward_time": '[scenario]\ntitle = "x"\ntime = "60 to 0 [month]"\n',
    "no_parties": HEAD + "[negotiation]\nevery = 3\n",
    "one_party": HEAD + '[party.alone]\nno_deal = 0.5\n[issue.i]\noptions = [{ id = "a" }, { id = "b" }]\n[negotiation]\nevery = 1\n',
    "no_options": HEAD + "[party.p]\n[issue.i]\noptions = []\n[negotiation]\nevery = 1\n",
    "circle": HEAD + '[variable]\na = "b"\nb = "c"\nc = "a"\n',
    "initial_circle": HEAD + '[stock]\na = { start = "b", change = 0 }\nb = { start = "a", change = 0 }\n',
    "self": HEAD + '[variable]\na = "a + previous(a, 0)"\n',
    "units": HEAD + '[units]\na = "b"\nb = "a"\n[variable]\nx = "3 [a] + 4 [km^99999]"\ny = "1 [month] + 1 [km]"\n',
    "distributions": HEAD + '[input]\na = "triangular(3, 1, 2)"\nb = "normal(0, -1)"\nc = "choice(1, 0)"\nd = "5 to 1"\ne = "0 ± 0"\n',
    "correlations": HEAD + '[input]\na = "uniform(0, 1)"\nb = "uniform(0, 1)"\n[[correlation]]\nbetween = ["a", "b"]\nrank = 1.0\n[[correlation]]\nbetween = ["a", "a"]\nrank = 0.5\n',
    "memory": HEAD + '[variable]\na = "smooth(b, 0)"\nb = "delay_fixed(a, 1e9, 0)"\nc = "delay_n(a, 3, 1000000)"\nd = "noise_ar1(1, 2)"\n',
    "packages": HEAD + "".join(f'[issue.i{i}]\noptions = [{", ".join(f"{{ id = {chr(34)}o{k}{chr(34)} }}" for k in range(10))}]\n' for i in range(12)) + "[party.p]\n[negotiation]\nevery = 1\n",
    "at_times": HEAD + '[stock]\ns = { start = 1, change = "s" }\n[measure]\na = "s at 1e30"\nb = "s at -1"\nc = "s at signature at end"\nd = "deal_time + breakdown_time"\n',
    "lever_loops": HEAD + '[input]\na = 1\n[lever.l]\nset = { a = "b", "seat.x" = "absent", "negotiation.off_table" = ["q.r", "1 <"] }\n[claim.c]\ntext = "t"\nlever = "m"\nexpect = { z = "increases" }\n',
}

EXPRESSIONS = {
    "empty": "",
    "number": "1_500.25e-3",
    "units": "3 [thousand people/month] + smooth(x, 3 [month])",
    "precedence": "-2 ^ -3 ^ 2 * 4 + not a and b or c",
    "branches": "if a then if b then c else d else e",
    "at": "area at 24 - area at start + x at signature",
    "is": "force is large and not (backstop is yes)",
    "lookup": "lookup(x, (0, 0), (1, 0.5), (2, 1))",
    "plus_minus": "0.6 ± 0.1 * (5 to 20)",
    "vensim": "IF THEN ELSE(a > 3 :AND: b, DELAY N(x, 3, 2), :NA:)",
    "chain": "a < b < c == d",
    "open_brackets": "(" * 3000,
    "minus_signs": "-" * 3000 + "1",
    "powers": "2 ^ " * 3000 + "2",
    "nots": "not " * 3000 + "a",
    "ifs": "if a then " * 1500,
    "calls": "max(" * 1500 + "1",
    "huge_number": "1" + "0" * 5000,
    "tiny_number": "0." + "0" * 5000 + "1",
    "exponents": "1e999999999999 + 1e-999999999999",
    "open_unit": "3 [km",
    "odd_units": "3 [///] + 4 [km^-0 2] + 5 [^2]",
    "letters": "α + naïve × ∞ ± ½",
    "null": "a\x00b",
    "not_finite": "nan + inf - -inf",
    "only_operators": "+ * / ^ and or to ± at is",
    "commas": "f(,,,)(,)",
    "dots": "a..b.c. + .5.6",
    "sources": "3 [1] @article:57 @ministry:p.3 @",
}


def write(folder, cases):
    """Writes each case to a file of its name."""
    (HERE / "corpus" / folder).mkdir(parents=True, exist_ok=True)
    for name, content in cases.items():
        data = content if isinstance(content, bytes) else content.encode()
        (HERE / "corpus" / folder / name).write_bytes(data)


shipped = {path.stem: path.read_text() for path in sorted((HERE.parent / "scenarios").glob("*.toml"))}
small = {name: text for name, text in shipped.items() if len(text) < 12000}
halves = {f"{name}_half": text[: len(text) // 2] for name, text in small.items()}
write("parse_scenario", SCENARIOS | small | halves)
write("parse_expression", EXPRESSIONS)
write("compile", {n: t for n, t in SCENARIOS.items() if not isinstance(t, bytes)} | small | halves)
