WITH fact AS (
    SELECT 'meeting' AS fact_type, meeting.id, 'meetings/' || meeting.key AS path,
        link.passage_id, NULL AS source_id
    FROM cooperation_meeting meeting
    JOIN cooperation_meeting_passages link ON link.meeting_id = meeting.id
    WHERE meeting.publication = 'published' AND meeting.archived_on IS NULL
    UNION ALL
    SELECT 'meeting', meeting.id, 'meetings/' || meeting.key, NULL, link.source_id
    FROM cooperation_meeting meeting
    JOIN cooperation_meeting_sources link ON link.meeting_id = meeting.id
    WHERE meeting.publication = 'published' AND meeting.archived_on IS NULL
    UNION ALL
    SELECT 'participant', participant.id, 'meetings/' || meeting.key, link.passage_id, NULL
    FROM cooperation_participant participant
    JOIN cooperation_meeting meeting ON meeting.id = participant.meeting_id
    JOIN cooperation_participant_passages link ON link.participant_id = participant.id
    WHERE meeting.publication = 'published' AND meeting.archived_on IS NULL
    UNION ALL
    SELECT 'topic', topic.id, 'meetings/' || meeting.key, link.passage_id, NULL
    FROM cooperation_topic topic
    JOIN cooperation_meeting meeting ON meeting.id = topic.meeting_id
    JOIN cooperation_topic_passages link ON link.topic_id = topic.id
    WHERE meeting.publication = 'published' AND meeting.archived_on IS NULL
    UNION ALL
    SELECT 'follow-up', follow_up.id, 'follow-ups/' || follow_up.id, link.passage_id, NULL
    FROM cooperation_followup follow_up
    JOIN cooperation_meeting meeting ON meeting.id = follow_up.meeting_id
    JOIN cooperation_followup_passages link ON link.followup_id = follow_up.id
    WHERE meeting.publication = 'published' AND meeting.archived_on IS NULL
    UNION ALL
    SELECT 'statement', statement.id, 'statements/' || statement.id, statement.passage_id, NULL
    FROM cooperation_statement statement
    LEFT JOIN cooperation_meeting meeting ON meeting.id = statement.meeting_id
    WHERE statement.meeting_id IS NULL
        OR (meeting.publication = 'published' AND meeting.archived_on IS NULL)
    UNION ALL
    SELECT 'proposal-change', step.id, 'proposals/' || step.proposal_id, link.passage_id,
        link.source_id
    FROM cooperation_proposalchange step
    JOIN cooperation_proposal proposal ON proposal.id = step.proposal_id
    LEFT JOIN cooperation_meeting meeting ON meeting.id = step.meeting_id
    JOIN (
        SELECT proposalchange_id, passage_id, NULL AS source_id
        FROM cooperation_proposalchange_passages
        UNION ALL SELECT id, NULL, source_id FROM cooperation_proposalchange
    ) AS link ON link.proposalchange_id = step.id
    WHERE proposal.archived_on IS NULL
        AND (meeting.id IS NULL OR meeting.publication = 'published')
    UNION ALL
    SELECT 'mechanism', mechanism.id, 'mechanisms/' || mechanism.id, link.passage_id,
        link.source_id
    FROM cooperation_mechanism mechanism
    JOIN (
        SELECT mechanism_id, passage_id, NULL AS source_id FROM cooperation_mechanism_passages
        UNION ALL SELECT id, NULL, source_id FROM cooperation_mechanism
    ) AS link ON link.mechanism_id = mechanism.id
    WHERE mechanism.archived_on IS NULL
    UNION ALL
    SELECT 'tenure', tenure.id, 'tenures/' || tenure.id, link.passage_id, link.source_id
    FROM cooperation_tenure tenure
    JOIN cooperation_official official ON official.id = tenure.official_id
    JOIN cooperation_post post ON post.id = tenure.post_id
    JOIN (
        SELECT tenure_id, passage_id, NULL AS source_id FROM cooperation_tenure_passages
        UNION ALL SELECT id, NULL, source_id FROM cooperation_tenure
    ) AS link ON link.tenure_id = tenure.id
    WHERE official.archived_on IS NULL AND post.archived_on IS NULL
    UNION ALL
    SELECT 'traded-good', link.tradedgood_id, 'traded-goods/' || link.tradedgood_id,
        link.passage_id, link.source_id
    FROM (
        SELECT tradedgood_id, passage_id, NULL AS source_id FROM trade_tradedgood_passages
        UNION ALL SELECT id, NULL, source_id FROM trade_tradedgood
    ) AS link
    UNION ALL
    -- Figures quoted in words. Those of statistical releases name theirs in the table of trade.
    SELECT 'trade-figure', figure.id, 'trade-figures/' || figure.id, link.passage_id, NULL
    FROM trade_tradefigure_passages link
    JOIN trade_tradefigure figure ON figure.id = link.tradefigure_id
)
SELECT
    (
        fact.fact_type || '/' || fact.id || '/' || source.key
        || coalesce('/' || passage.start || '-' || passage."end", '')
    ) by_bytes AS evidence_key,
    fact.fact_type,
    fact.id AS fact_id,
    fact.path AS fact_path,
    source.key AS source_key,
    source.kind AS source_kind,
    label(trade.Source.Kind, source.kind) AS source_kind_label,
    source.title AS source_title,
    source.publisher,
    nullif(source.url, '') AS url,
    source.published_on,
    CASE WHEN source.published_on IS NOT NULL THEN source.published_on_precision END
        AS published_on_precision,
    source.language,
    passage.start AS passage_start,
    passage."end" AS passage_end,
    passage.words
FROM fact
LEFT JOIN trade_passage passage ON passage.id = fact.passage_id
JOIN trade_source source ON source.id = coalesce(passage.source_id, fact.source_id)
WHERE source.archived_on IS NULL
