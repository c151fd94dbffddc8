"""The box of a round: its chain of events as rows, as the library's archive, and as the file that anybody can check."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from lianxin.democracy.ballotbox.archive import Archive, Event, digest, header, record
from lianxin.democracy.ballotbox.ballots import Ballot, read_ballot
from lianxin.democracy.ballotbox.mixing import Shuffle, read_shuffle
from lianxin.democracy.ballotbox.proofs import Ciphertext
from lianxin.democracy.ballotbox.questions import Election as Published
from lianxin.democracy.ballotbox.questions import read_election
from lianxin.democracy.ballotbox.tallies import Table, encrypted_tally, last_ballots, read_table, with_ranked
from lianxin.democracy.ballotbox.texts import compact, read

from .models import Link, Round

__all__ = ["append", "archive_of", "credential_mark", "file_of", "head", "published", "table_of", "tallied"]


def published(row: Round) -> Published:
    """The election of a round as its voters see it."""
    return read_election(row.text)


def head(row: Round) -> Link | None:
    """The last event."""
    return row.links.order_by("-height").first()


def append(
    row: Round, kind: str, *texts: str, tracker: str = "", credential: str = "", owner: int | None = None
) -> Link:
    """The next event with its texts, the last of them its payload. The round is locked by the caller."""
    last = head(row)
    event = Event(
        kind, last.height + 1 if last else 0, last.hash if last else None, digest(texts[-1]) if texts else None
    )
    return Link.objects.create(
        round=row, height=event.height, kind=kind, texts=list(texts), event=event.text, hash=event.hash,
        tracker=tracker, credential=credential, owner=owner,
    )  # fmt: skip


def file_of(row: Round) -> Iterator[bytes]:
    """The file, record by record: the texts of each event, then the event."""
    yield header(row.timestamp)
    for link in row.links.order_by("height").iterator(chunk_size=200):
        for text in link.texts:
            yield record(f"{digest(text)}.data.json", text, row.timestamp)
        yield record(f"{link.hash}.event.json", link.event, row.timestamp)


def archive_of(row: Round) -> Archive:
    """The same in memory, for the library."""
    found = Archive(row.timestamp)
    for link in row.links.order_by("height").iterator(chunk_size=200):
        for text in link.texts:
            found.put(text)
        found.add(link.kind, link.texts[-1] if link.texts else None)
    return found


def credential_mark(public: int | str) -> str:
    """A short name of a public credential, for counting and finding its ballots."""
    return hashlib.sha256(str(public).encode()).hexdigest()


def ballots_of(row: Round, election: Published) -> list[Ballot]:
    """All that were taken, in their order. Their proofs held when they were taken."""
    rows = row.links.filter(kind="Ballot").order_by("height").values_list("texts", flat=True).iterator(chunk_size=200)
    return [read_ballot(election, texts[-1]) for texts in rows]


def tallied(row: Round) -> tuple[Table, int]:
    """What is counted of the ballots, still locked, and how many of them."""
    election = published(row)
    found = last_ballots(ballots_of(row, election))
    return encrypted_tally(election, found, {int(ballot.credential): 1 for ballot in found}), len(found)


def table_of(row: Round) -> Table:
    """What waits to be shuffled or opened: the published sums, with the last shuffle of the ballots opened one by one."""
    election = published(row)
    link = row.links.get(kind="EncryptedTally")
    table = read_table(read(link.texts[0]))
    done = shuffles_of(row, table)
    return with_ranked(election, table, done[-1].ciphertexts) if done else table


def shuffles_of(row: Round, table: Table) -> list[Shuffle]:
    """Handed in so far, in their order."""
    lengths = [len(table[place]) for place in published(row).ranked]
    return [read_shuffle(read(link.texts[0]), lengths) for link in row.links.filter(kind="Shuffle").order_by("height")]


def current(row: Round, table: Table) -> list[Sequence[Ciphertext]]:
    """The ranked questions as the next one has to shuffle them."""
    return [table[place] for place in published(row).ranked]


def owned(owner: int, body: str) -> str:
    """How a shuffle or a decryption says whose it is."""
    return compact({"owner": owner, "payload": digest(body)})


def slips_text(publics: Sequence[str]) -> str:
    """The list of credentials as it is published: by number, so that it says nothing of who stood where."""
    return compact(sorted(publics, key=int))
