SELECT
    proposal.id AS proposal_id,
    (partnership.region_a_id || '/' || partnership.region_b_id) by_bytes AS partnership,
    partnership.region_a_id AS region_a_code,
    region_a.name AS region_a_name,
    partnership.region_b_id AS region_b_code,
    region_b.name AS region_b_name,
    sector.code AS sector_code,
    sector.name AS sector_name,
    sector_group.code AS sector_group_code,
    sector_group.name AS sector_group_name,
    nullif(proposal.title, '') AS undertaking,
    step.stage,
    label(cooperation.ProposalStage, step.stage) AS stage_label,
    step.stage IN ('mentioned', 'negotiating', 'agreed') AS is_open,
    (
        SELECT count(*)
        FROM cooperation_proposalchange any_step
        LEFT JOIN cooperation_meeting met ON met.id = any_step.meeting_id
        JOIN trade_source said_by ON said_by.id = any_step.source_id
        WHERE any_step.proposal_id = proposal.id
            AND (met.id IS NULL OR met.publication = 'published')
            AND said_by.archived_on IS NULL
            AND any_step.effective_on <= today()
    ) AS steps,
    step.effective_on AS last_step_on,
    step.effective_on_precision AS last_step_precision,
    nullif(step.note, '') AS last_step_note,
    meeting.key AS meeting_key,
    source.key AS source_key,
    source.title AS source_title,
    source.publisher,
    nullif(source.url, '') AS url
FROM cooperation_proposal proposal
JOIN cooperation_partnership partnership ON partnership.id = proposal.partnership_id
JOIN trade_region region_a ON region_a.code = partnership.region_a_id
JOIN trade_region region_b ON region_b.code = partnership.region_b_id
JOIN cooperation_sector sector ON sector.id = proposal.sector_id
LEFT JOIN cooperation_sector sector_group ON sector_group.id = sector.parent_id
-- The step it stands at: the last that has come, from what is published and not put aside.
JOIN cooperation_proposalchange step ON step.id = (
    SELECT reached.id
    FROM cooperation_proposalchange reached
    LEFT JOIN cooperation_meeting met ON met.id = reached.meeting_id
    JOIN trade_source said_by ON said_by.id = reached.source_id
    WHERE reached.proposal_id = proposal.id
        AND (met.id IS NULL OR met.publication = 'published')
        AND said_by.archived_on IS NULL
        AND reached.effective_on <= today()
    ORDER BY reached.effective_on DESC, reached.id DESC
    LIMIT 1
)
JOIN trade_source source ON source.id = step.source_id
LEFT JOIN cooperation_meeting meeting
    ON meeting.id = step.meeting_id AND meeting.archived_on IS NULL
WHERE proposal.archived_on IS NULL
