SELECT g, sum(arraySum(turns)), sumIf(arraySum(turns), turn > 0), sum(arrayDotProduct(turns, seconds)), sumIf(arraySum(turns), turn = 1), sumIf(arrayDotProduct(turns, seconds), turn = 1), sumIf(arraySum(turns), turn = 0), quantilesExactWeightedArrayIf(0.5, 0.9)(seconds, turns, turn > 0), quantilesExactWeightedArrayIf(0.5, 0.9)(seconds, turns, turn = 1)
FROM (
  SELECT toUInt32(roundDown(toUInt32(bucket), [1792793250,1792879200,1792969200])) AS g,
    turn, seconds, turns
  FROM replies_by_operators_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 3600 AND (bucket >= 1792796400 AND bucket < 1793005200) OR bucket_seconds = 900 AND (bucket >= 1792793700 AND bucket < 1792796400 OR bucket >= 1793005200 AND bucket < 1793007000)) AND messenger IN (1,2) AND chat IN (16411832319938804090) AND asked IN (1)
UNION ALL
  SELECT toUInt32(roundDown(toUInt32(toDateTime(opened_at, 'UTC')), [1792793250,1792969200])) AS g,
    toUInt8(least(turn, 2)) AS turn, [seconds] AS seconds, [toUInt64(1)] AS turns
  FROM dialogues FINAL LEFT ARRAY JOIN replies AS seconds, repliers AS replier, arrayEnumerate(replies) AS turn
  WHERE company = 7 AND bucket IN (1792792800, 1793007000) AND gone = 0 AND (turn > 0 OR asked = 1) AND (opened_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR opened_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1793007660000, 'UTC')) AND messenger IN (1,2) AND chat IN (16411832319938804090) AND asked IN (1)
)
GROUP BY g
HAVING sum(arraySum(turns)) > 0
ORDER BY g
