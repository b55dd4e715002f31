#!/bin/sh
# Renews the hashed pins: `tools/pin.sh` (add --upgrade for newer versions). Needs the private environment (any ./vivaio command makes it).
set -eu
cd "$(dirname "$0")/.."
pin() { # output, then inputs
  out=$1; shift
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
    --no-emit-package vivaio --no-emit-package vivaio-core --no-emit-package vivaio-energy --no-emit-package vivaio-liberex ${UPGRADE:-} \
    --output-file "requirements/$out" "$@"
}
[ "${1:-}" = "--upgrade" ] && UPGRADE=--upgrade
grep -hvE '^\s*"vivaio' generator/pyproject.toml > .cache-nursery.toml
trap 'rm -f .cache-nursery.toml' EXIT
pin site.txt core/pyproject.toml --extra site
sed -n '/^dependencies/,/^]/p' .cache-nursery.toml | grep -oE '"[^"]+"' | tr -d '"' > requirements/nursery.in
pin run.txt core/pyproject.toml --extra site requirements/nursery.in -c requirements/site.txt
pin dev.txt core/pyproject.toml --extra site requirements/nursery.in requirements/dev.in -c requirements/run.txt
awk '/^uv==/{p=1} p{print} p&&!/\\$/{exit}' requirements/run.txt > requirements/uv.txt
