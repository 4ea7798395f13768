SELECT g, o, sum(m), sum(ts)
FROM (
  SELECT toUInt32(1767222000) AS g, outcome AS o,
    sum(calls) AS m, sum(talk_seconds) AS ts
  FROM calls_by_results_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 2419200 AND (bucket >= toDateTime(1768435200, 'UTC') AND bucket < toDateTime(1792627200, 'UTC')) OR bucket_seconds = 86400 AND (bucket >= toDateTime(1767225600, 'UTC') AND bucket < toDateTime(1768435200, 'UTC') OR bucket >= toDateTime(1792627200, 'UTC') AND bucket < toDateTime(1792972800, 'UTC')) OR bucket_seconds = 3600 AND (bucket >= toDateTime(1767222000, 'UTC') AND bucket < toDateTime(1767225600, 'UTC') OR bucket >= toDateTime(1792972800, 'UTC') AND bucket < toDateTime(1793001600, 'UTC')))
  GROUP BY g, o
)
GROUP BY g, o
HAVING sum(m) > 0
ORDER BY g, o
