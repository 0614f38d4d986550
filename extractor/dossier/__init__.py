"""From articles to a dossier: each real meeting once, and each actor's positions over time.

Rows of many articles (`rows`, kept small by `told`) are taken together where they say the same (`nodes`), compared
(`matching`) and grouped (`clustering`); each group becomes one meeting whose values keep their sources (`merging`,
`claims`, `delegations`). Positions are united (`positions`) and put in order (`timeline`, `stances`). `storage` writes
and reads the file.
"""

from extractor.dossier.aliases import Aliases
from extractor.dossier.collection import collection_put_off
from extractor.dossier.dossier import Dossier
from extractor.dossier.storage import read_dossier, write_dossier

__all__ = ["Aliases", "Dossier", "collection_put_off", "read_dossier", "write_dossier"]
