SELECT g, y, n, sum(m)
FROM (
  SELECT toUInt32(1792793250) AS g, role AS y, operator AS n,
    sum(dialogues) AS m
  FROM dialogues_by_operators_rolled_up FINAL ARRAY JOIN arrayConcat(arrayMap(x -> toUInt8(1), wrote), arrayMap(x -> toUInt8(2), active), arrayMap(x -> toUInt8(3), skipped)) AS role, arrayConcat(wrote, active, skipped) AS operator
  WHERE company = 7 AND (bucket_seconds = 86400 AND (bucket >= 1792800000 AND bucket < 1792972800) OR bucket_seconds = 3600 AND (bucket >= 1792796400 AND bucket < 1792800000 OR bucket >= 1792972800 AND bucket < 1793005200) OR bucket_seconds = 900 AND (bucket >= 1792793700 AND bucket < 1792796400 OR bucket >= 1793005200 AND bucket < 1793007000)) AND messenger IN (1,2) AND chat IN (16411832319938804090) AND asked IN (1)
  GROUP BY g, y, n
UNION ALL
  SELECT toUInt32(1792793250) AS g, role AS y, operator AS n,
    count() AS m
  FROM dialogues FINAL ARRAY JOIN arrayConcat(arrayMap(x -> toUInt8(1), wrote), arrayMap(x -> toUInt8(2), active), arrayMap(x -> toUInt8(3), skipped)) AS role, arrayConcat(wrote, active, skipped) AS operator
  WHERE company = 7 AND bucket IN (1792792800, 1793007000) AND gone = 0 AND (opened_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR opened_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1793007660000, 'UTC')) AND messenger IN (1,2) AND chat IN (16411832319938804090) AND asked IN (1)
  GROUP BY g, y, n
)
GROUP BY g, y, n
HAVING sum(m) > 0
ORDER BY g, y, n
