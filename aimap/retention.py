"""How long proposals are kept: pages that were sent in 30 days, proposals 180, those that were approved 365."""

from datetime import timedelta

from aimap.models import Proposal, ProposalPage
from propscrape.retention.policies import Along, Policy

PAGES_FOR, PROPOSALS_FOR, APPROVED_FOR = timedelta(days=30), timedelta(days=180), timedelta(days=365)
PROPOSALS = Proposal._meta.db_table
_PAGES = Along(table=ProposalPage._meta.db_table, column="proposal_id")

POLICIES = (
    Policy(
        name="pages sent in for proposals",
        table=ProposalPage._meta.db_table,
        age_column="seen_at",
        kept_for=PAGES_FOR,
        only="t.html_zstd IS NOT NULL",  # a capture is kept, and goes, as its client's
    ),
    Policy(
        name="proposals",
        table=PROPOSALS,
        age_column="created_at",
        kept_for=PROPOSALS_FOR,
        only="t.state NOT IN ('queued', 'running', 'approved')",
        along=(_PAGES,),
    ),
    Policy(
        name="approved proposals",
        table=PROPOSALS,
        age_column="created_at",
        kept_for=APPROVED_FOR,
        only="t.state = 'approved'",
        along=(_PAGES,),
    ),
)
