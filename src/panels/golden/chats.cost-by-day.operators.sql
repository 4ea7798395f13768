SELECT g, u, sum(m), sum(a)
FROM (
  SELECT toUInt32(roundDown(toUInt32(bucket), [1792793250,1792879200,1792969200])) AS g, currency AS u,
    sum(messages) AS m, sum(price) AS a
  FROM chat_messages_by_operators_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 3600 AND (bucket >= 1792796400 AND bucket < 1793005200) OR bucket_seconds = 900 AND (bucket >= 1792793700 AND bucket < 1792796400 OR bucket >= 1793005200 AND bucket < 1793007000)) AND hasAny(participants, [toUInt64(5076453317368294535),toUInt64(5367460011733515292)])
  GROUP BY g, u
UNION ALL
  SELECT toUInt32(roundDown(toUInt32(toDateTime(written_at, 'UTC')), [1792793250,1792969200])) AS g, currency AS u,
    count() AS m, toDecimal128(sum(toUInt128(price)), 6) / 1000000 AS a
  FROM chat_messages FINAL
  WHERE company = 7 AND bucket IN (1792792800, 1793007000) AND gone = 0 AND (written_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND written_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR written_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND written_at < fromUnixTimestamp64Milli(1793007660000, 'UTC')) AND hasAny(participants, [toUInt64(5076453317368294535),toUInt64(5367460011733515292)])
  GROUP BY g, u
)
GROUP BY g, u
HAVING sum(m) > 0
ORDER BY g, u
