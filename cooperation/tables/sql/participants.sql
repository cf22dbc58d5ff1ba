SELECT
    participant.id AS participant_id,
    meeting.key by_bytes AS meeting_key,
    meeting.date AS meeting_date,
    meeting.date_precision AS meeting_date_precision,
    meeting.state AS meeting_state,
    participant.side_id AS side_code,
    side.name AS side_name,
    participant.name_as_written,
    nullif(participant.title_as_written, '') AS title_as_written,
    participant.role,
    label(cooperation.Participant.Role, participant.role) AS role_label,
    official.key AS official_key,
    official.name AS official_name,
    nullif(official.original_name, '') AS official_original_name,
    post.title AS post_title,
    post.rank AS post_rank,
    label(cooperation.Post.Rank, post.rank) AS post_rank_label,
    organisation.key AS organisation_key,
    organisation.name AS organisation_name
FROM cooperation_participant participant
JOIN cooperation_meeting meeting ON meeting.id = participant.meeting_id
JOIN trade_region side ON side.code = participant.side_id
LEFT JOIN cooperation_official official ON official.id = participant.official_id
LEFT JOIN cooperation_tenure tenure ON tenure.id = participant.tenure_id
LEFT JOIN cooperation_post post ON post.id = tenure.post_id
LEFT JOIN cooperation_organisation organisation ON organisation.id = post.organisation_id
WHERE meeting.publication = 'published' AND meeting.archived_on IS NULL
