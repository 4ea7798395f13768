SELECT g, o, l, sum(m), sum(ts)
FROM (
  SELECT toUInt32(1792969200) AS g, outcome AS o, duration_class AS l,
    sum(calls) AS m, sum(talk_seconds) AS ts
  FROM calls_by_results_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 3600 AND (bucket >= 1792969200 AND bucket < 1793001600))
  GROUP BY g, o, l
)
GROUP BY g, o, l
HAVING sum(m) > 0
ORDER BY g, o, l
