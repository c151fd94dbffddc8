"""How old a public page may be when somebody reads it: ten seconds at most, wherever it was kept on the way.

What is corrected or withdrawn must be so for everybody within ten seconds (M01, M06). A page is kept by nginx for
``s-maxage`` seconds; for ``stale-while-revalidate`` more it is still handed out while it is made anew, so that nobody
waits; a browser may do the same once more, after the ``max-age`` for which it does not ask at all. nginx counts in whole
seconds, so that one more is lost. The sum counts.
"""

from __future__ import annotations

#: seconds from a correction to the last reader of the old words
WHOLE = 10
#: pages: a browser asks each time (5 + 2 + 1, then 2)
FOR_EVERYBODY = "public, max-age=0, s-maxage=5, stale-while-revalidate=2"
#: pictures, files, frames of other sites: a browser keeps them for a moment (3 + 2 + 1, then 2 + 2)
BRIEFLY = "public, max-age=2, s-maxage=3, stale-while-revalidate=2"
#: what moves while people look on (3 + 1 + 1, then 1)
LIVE = "public, max-age=0, s-maxage=3, stale-while-revalidate=1"
