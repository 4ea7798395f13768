SELECT g, sum(arraySum(calls)), sum(arrayDotProduct(calls, seconds)), sumIf(arraySum(calls), handler = 1), sumIf(arraySum(calls), handler = 2), sumIf(arrayDotProduct(calls, seconds), handler = 1), sumIf(arrayDotProduct(calls, seconds), handler = 2), quantilesExactWeightedArray(0.5, 0.9)(seconds, calls), quantilesExactWeightedArrayIf(0.5, 0.9)(seconds, calls, handler = 1), quantilesExactWeightedArrayIf(0.5, 0.9)(seconds, calls, handler = 2)
FROM (
  SELECT toUInt32(roundDown(toUInt32(bucket), [1792793250,1792796400,1792800000,1792803600,1792807200,1792810800,1792814400,1792818000,1792821600,1792825200,1792828800,1792832400,1792836000,1792839600,1792843200,1792846800,1792850400,1792854000,1792857600,1792861200,1792864800,1792868400,1792872000,1792875600,1792879200,1792882800,1792886400,1792890000,1792893600,1792897200,1792900800,1792904400,1792908000,1792911600,1792915200,1792918800,1792922400,1792926000,1792929600,1792933200,1792936800,1792940400,1792944000,1792947600,1792951200,1792954800,1792958400,1792962000,1792965600,1792969200,1792972800,1792976400,1792980000,1792983600,1792987200,1792990800,1792994400,1792998000,1793001600,1793005200])) AS g,
    handler, seconds, calls
  FROM handling_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 3600 AND (bucket >= 1792796400 AND bucket < 1793005200) OR bucket_seconds = 900 AND (bucket >= 1792793700 AND bucket < 1792796400 OR bucket >= 1793005200 AND bucket < 1793007000))
UNION ALL
  SELECT toUInt32(roundDown(toUInt32(toDateTime(started_at, 'UTC')), [1792793250,1793005200])) AS g,
    handler, [talk] AS seconds, [toUInt64(1)] AS calls
  FROM calls FINAL
  WHERE company = 7 AND bucket IN (1792792800, 1793007000) AND gone = 0 AND outcome IN (1, 2) AND (started_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND started_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR started_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND started_at < fromUnixTimestamp64Milli(1793007660000, 'UTC'))
)
GROUP BY g
HAVING sum(arraySum(calls)) > 0
ORDER BY g
