SELECT g, d, sum(m)
FROM (
  SELECT toUInt32(1792793250) AS g, handler AS d,
    sum(dialogues) AS m
  FROM dialogues_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 86400 AND (bucket >= toDateTime(1792800000, 'UTC') AND bucket < toDateTime(1792972800, 'UTC')) OR bucket_seconds = 3600 AND (bucket >= toDateTime(1792796400, 'UTC') AND bucket < toDateTime(1792800000, 'UTC') OR bucket >= toDateTime(1792972800, 'UTC') AND bucket < toDateTime(1793005200, 'UTC')) OR bucket_seconds = 900 AND (bucket >= toDateTime(1792793700, 'UTC') AND bucket < toDateTime(1792796400, 'UTC') OR bucket >= toDateTime(1793005200, 'UTC') AND bucket < toDateTime(1793007000, 'UTC'))) AND messenger IN (1,2) AND chat IN (16411832319938804090) AND asked IN (1)
  GROUP BY g, d
UNION ALL
  SELECT toUInt32(1792793250) AS g, handler AS d,
    count() AS m
  FROM dialogues FINAL
  WHERE company = 7 AND bucket IN (toDateTime(1792792800, 'UTC'), toDateTime(1793007000, 'UTC')) AND gone = 0 AND (opened_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR opened_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1793007660000, 'UTC')) AND messenger IN (1,2) AND chat IN (16411832319938804090) AND asked IN (1)
  GROUP BY g, d
)
GROUP BY g, d
HAVING sum(m) > 0
ORDER BY g, d
