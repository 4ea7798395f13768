SELECT g, c, s, sum(m), sum(p), sumMapMerge(n)
FROM (
  SELECT toUInt32(1792793250) AS g, channel AS c, status AS s,
    sum(messages) AS m, sum(parts) AS p, sumMapState(part_numbers, part_messages) AS n
  FROM messages_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 86400 AND (bucket >= 1792800000 AND bucket < 1792972800) OR bucket_seconds = 3600 AND (bucket >= 1792796400 AND bucket < 1792800000 OR bucket >= 1792972800 AND bucket < 1793005200) OR bucket_seconds = 900 AND (bucket >= 1792793700 AND bucket < 1792796400 OR bucket >= 1793005200 AND bucket < 1793007000)) AND channel IN (1)
  GROUP BY g, c, s
UNION ALL
  SELECT toUInt32(1792793250) AS g, channel AS c, toUInt8(bitAnd(status, 15)) AS s,
    count() AS m, sum(parts) AS p, sumMapState([toUInt16(parts)], [toUInt64(1)]) AS n
  FROM messages FINAL
  WHERE company = 7 AND bucket IN (1792792800, 1793007000) AND moved = 0 AND (created_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND created_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR created_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND created_at < fromUnixTimestamp64Milli(1793007660000, 'UTC')) AND channel IN (1)
  GROUP BY g, c, s
)
GROUP BY g, c, s
HAVING sum(m) > 0
ORDER BY g, c, s
