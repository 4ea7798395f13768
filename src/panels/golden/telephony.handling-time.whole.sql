SELECT g, sum(arraySum(calls)), sumIf(arraySum(calls), handler = 1), sumIf(arraySum(calls), handler = 2), sumIf(arrayDotProduct(calls, seconds), handler = 1), sumIf(arrayDotProduct(calls, seconds), handler = 2), quantilesExactWeightedArrayIf(0.5, 0.9)(seconds, calls, handler = 1), quantilesExactWeightedArrayIf(0.5, 0.9)(seconds, calls, handler = 2)
FROM (
  SELECT toUInt32(1792793250) AS g,
    handler, seconds, calls
  FROM handling_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 86400 AND (bucket >= toDateTime(1792800000, 'UTC') AND bucket < toDateTime(1792972800, 'UTC')) OR bucket_seconds = 3600 AND (bucket >= toDateTime(1792796400, 'UTC') AND bucket < toDateTime(1792800000, 'UTC') OR bucket >= toDateTime(1792972800, 'UTC') AND bucket < toDateTime(1793005200, 'UTC')) OR bucket_seconds = 900 AND (bucket >= toDateTime(1792793700, 'UTC') AND bucket < toDateTime(1792796400, 'UTC') OR bucket >= toDateTime(1793005200, 'UTC') AND bucket < toDateTime(1793007000, 'UTC')))
UNION ALL
  SELECT toUInt32(1792793250) AS g,
    handler, [talk] AS seconds, [toUInt64(1)] AS calls
  FROM calls FINAL
  WHERE company = 7 AND bucket IN (toDateTime(1792792800, 'UTC'), toDateTime(1793007000, 'UTC')) AND gone = 0 AND (handler = 1 OR handler = 2) AND outcome != 8 AND (started_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND started_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR started_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND started_at < fromUnixTimestamp64Milli(1793007660000, 'UTC'))
)
GROUP BY g
HAVING sum(arraySum(calls)) > 0
ORDER BY g
