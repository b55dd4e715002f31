"""`python -m vivaio_core.conformance <slug> …`: says what each plugin lacks; exit 1 when anything is missing."""

import sys

from vivaio_core.conformance.examine import missing
from vivaio_core.contract.errors import ContractError


def main(slugs: list[str]) -> int:
    """Examine the named plugins one after the other."""
    faults = 0
    for slug in slugs:
        try:
            sentences = missing(slug)
        except ContractError as error:
            sentences = [str(error)]
        faults += len(sentences)
        print(f"{slug}: {'non manca nulla' if not sentences else ''}".rstrip(), *(f"  - {sentence}" for sentence in sentences), sep="\n")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
