SELECT g, f, sum(m)
FROM (
  SELECT toUInt32(roundDown(toUInt32(bucket), [1792793250,1792879200,1792969200])) AS g, author AS f,
    sum(messages) AS m
  FROM chat_messages_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 3600 AND (bucket >= 1792796400 AND bucket < 1793005200) OR bucket_seconds = 900 AND (bucket >= 1792793700 AND bucket < 1792796400 OR bucket >= 1793005200 AND bucket < 1793007000)) AND messenger IN (1,2) AND chat IN (16411832319938804090) AND asked IN (1) AND author IN (1)
  GROUP BY g, f
UNION ALL
  SELECT toUInt32(roundDown(toUInt32(toDateTime(written_at, 'UTC')), [1792793250,1792969200])) AS g, author AS f,
    count() AS m
  FROM chat_messages FINAL
  WHERE company = 7 AND bucket IN (1792792800, 1793007000) AND gone = 0 AND (written_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND written_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR written_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND written_at < fromUnixTimestamp64Milli(1793007660000, 'UTC')) AND messenger IN (1,2) AND chat IN (16411832319938804090) AND asked IN (1) AND author IN (1)
  GROUP BY g, f
)
GROUP BY g, f
HAVING sum(m) > 0
ORDER BY g, f
