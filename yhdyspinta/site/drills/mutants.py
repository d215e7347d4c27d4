"""Small wrongs put one by one into the files that must be right: do their tests notice? One piece a file.

A wrong is a comparison, a sum, an `and`, a `not` or a number changed. At least nine of ten must be noticed.
"""

import ast
import copy
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from yhdyspinta.site.drills.notes import Note

FILES: Mapping[str, tuple[str, ...]] = {
    "yhdyspinta/rooms/goals/progress.py": ("tests/rooms/test_progress.py",),
    "yhdyspinta/rooms/agreements/escalation.py": ("tests/rooms/test_escalation.py",),
    "yhdyspinta/rooms/agreements/terms.py": ("tests/rooms/test_terms.py",),
    "yhdyspinta/rooms/responsibilities/matrix.py": ("tests/rooms/test_matrix.py",),
    "yhdyspinta/rooms/surveys/releasing.py": ("tests/rooms/test_releasing.py",),
    "yhdyspinta/rooms/surveys/results.py": ("tests/rooms/test_releasing.py",),
}
"""Each file with the tests that stand for it."""
SHARE, SHOWN, SECONDS = 0.9, 12, 240
COMPARED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SUMMED: Mapping[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}  # fmt: skip
PLUGIN = "tests.mutated"


def pieces() -> Sequence[str]:
    """The files."""
    return list(FILES)


def examine(piece: str) -> list[str]:
    """Puts every wrong into a file and runs its tests; of "FILE every 9" each ninth. A fault when too few are noticed; a Note
    of the rest and of the file's hash."""
    name, _, step = piece.partition(" every ")
    path = Path(settings.BASE_DIR) / name
    source = path.read_text(encoding="utf-8")
    wrongs = list(mutants(source))[:: int(step or 1)]
    if not _passes(name, source):
        return ["the tests do not pass on the file as it is"]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        noticed = list(pool.map(lambda wrong: not _passes(name, wrong[1]), wrongs))
    missed = [where for (where, _text), seen in zip(wrongs, noticed, strict=True) if not seen]
    share = 1 - len(missed) / len(wrongs)
    told = f"{len(wrongs) - len(missed)} of {len(wrongs)} noticed ({share:.0%}), sha256 {sha256(source.encode()).hexdigest()[:16]}"
    listed = f"; not noticed: {', '.join(missed[:SHOWN])}" if missed else ""
    return [Note(told + listed)] if share >= SHARE else [told + listed]


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """(line and what was changed, the whole text with it) of every wrong."""
    tree = ast.parse(source)
    for number, node in enumerate(_places(tree)):
        changed = copy.deepcopy(tree)
        what = _spoil(_places(changed)[number])
        yield f"line {node.lineno} {what}", ast.unparse(ast.fix_missing_locations(changed))


def _places(tree: ast.Module) -> list[ast.expr]:
    """Expressions that can be spoiled, in order: inside functions and in the tables of rules."""
    found: list[ast.expr] = []
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef):
            inner = [n for n in ast.walk(top) if isinstance(n, ast.FunctionDef)]
        else:
            inner = [n for n in ast.walk(top) if isinstance(n, ast.Lambda)]  # type: ignore[misc]  # a table of rules
        seen = {id(n) for f in inner for part in _body(f) for n in ast.walk(part)}
        found += [n for n in ast.walk(top) if id(n) in seen and isinstance(n, ast.expr) and _can(n)]
    return found


def _body(function: ast.FunctionDef | ast.Lambda) -> list[ast.AST]:
    """What a function does, without its signature and docstring."""
    if isinstance(function, ast.Lambda):
        return [function.body]
    first = function.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return list(function.body[1:] if told else function.body)


def _can(node: ast.expr) -> bool:
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in COMPARED
    if isinstance(node, ast.BinOp):
        return type(node.op) in SUMMED
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int) and not isinstance(node.value, bool)
    return isinstance(node, ast.BoolOp)


def _spoil(node: ast.expr) -> str:
    """Changes an expression in place; what was changed."""
    if isinstance(node, ast.Compare):
        before, after = type(node.ops[0]), COMPARED[type(node.ops[0])]
        node.ops[0] = after()
        return f"{before.__name__}→{after.__name__}"
    if isinstance(node, ast.BinOp):
        was, now = type(node.op), SUMMED[type(node.op)]
        node.op = now()
        return f"{was.__name__}→{now.__name__}"
    if isinstance(node, ast.UnaryOp):
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
        return "not x→x"
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return "and↔or"
    if isinstance(node, ast.Constant):
        node.value = int(str(node.value)) + 1
        return f"{node.value - 1}→{node.value}"
    raise TypeError(ast.dump(node))


def _passes(name: str, text: str) -> bool:
    """Whether the tests of a file pass with another text in its place."""
    module = name.removesuffix(".py").replace("/", ".")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutated.py"
        path.write_text(text, encoding="utf-8")
        env = {**os.environ, "YHDYSPINTA_MUTATED": f"{module}={path}"}
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-p", PLUGIN]
        try:
            done = subprocess.run(  # noqa: S603  (our own tests)
                [*command, *FILES[name]],
                cwd=settings.BASE_DIR,
                env=env,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0
