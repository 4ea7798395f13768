SELECT g, sum(m), sum(r), sum(rs), sum(f), sum(fs), sum(z), quantilesExactWeightedIfMerge(0.5, 0.9)(rp), quantilesExactWeightedIfMerge(0.5, 0.9)(fp)
FROM (
  SELECT toUInt32(roundDown(toUInt32(bucket), [1792793250,1792879200,1792969200])) AS g,
    sum(turns) AS m, sumIf(turns, turn > 0) AS r, sum(turns * toUInt64(seconds)) AS rs, sumIf(turns, turn = 1) AS f, sumIf(turns * toUInt64(seconds), turn = 1) AS fs, sumIf(turns, turn = 0) AS z, quantilesExactWeightedIfState(0.5, 0.9)(toUInt32(seconds), toUInt64(turns), toUInt8(turn > 0)) AS rp, quantilesExactWeightedIfState(0.5, 0.9)(toUInt32(seconds), toUInt64(turns), toUInt8(turn = 1)) AS fp
  FROM replies_1h FINAL
  WHERE company = 7 AND (bucket >= toDateTime(1792796400, 'UTC') AND bucket < toDateTime(1793005200, 'UTC'))
  GROUP BY g
UNION ALL
  SELECT toUInt32(roundDown(toUInt32(bucket), [1792793250,1792879200,1792969200])) AS g,
    sum(turns) AS m, sumIf(turns, turn > 0) AS r, sum(turns * toUInt64(seconds)) AS rs, sumIf(turns, turn = 1) AS f, sumIf(turns * toUInt64(seconds), turn = 1) AS fs, sumIf(turns, turn = 0) AS z, quantilesExactWeightedIfState(0.5, 0.9)(toUInt32(seconds), toUInt64(turns), toUInt8(turn > 0)) AS rp, quantilesExactWeightedIfState(0.5, 0.9)(toUInt32(seconds), toUInt64(turns), toUInt8(turn = 1)) AS fp
  FROM replies_15m FINAL
  WHERE company = 7 AND (bucket >= toDateTime(1792793700, 'UTC') AND bucket < toDateTime(1792796400, 'UTC') OR bucket >= toDateTime(1793005200, 'UTC') AND bucket < toDateTime(1793007000, 'UTC'))
  GROUP BY g
UNION ALL
  SELECT toUInt32(1792793250) AS g,
    count() AS m, countIf(turn > 0) AS r, sum(toUInt64(seconds)) AS rs, countIf(turn = 1) AS f, sumIf(toUInt64(seconds), turn = 1) AS fs, countIf(turn = 0) AS z, quantilesExactWeightedIfState(0.5, 0.9)(toUInt32(seconds), toUInt64(1), toUInt8(turn > 0)) AS rp, quantilesExactWeightedIfState(0.5, 0.9)(toUInt32(seconds), toUInt64(1), toUInt8(turn = 1)) AS fp
  FROM dialogues FINAL LEFT ARRAY JOIN replies AS seconds, repliers AS replier, arrayEnumerate(replies) AS turn
  WHERE company = 7 AND bucket = toDateTime(1792792800, 'UTC') AND gone = 0 AND (turn > 0 OR asked = 1)
    AND opened_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1792793700000, 'UTC')
  GROUP BY g
UNION ALL
  SELECT toUInt32(1792969200) AS g,
    count() AS m, countIf(turn > 0) AS r, sum(toUInt64(seconds)) AS rs, countIf(turn = 1) AS f, sumIf(toUInt64(seconds), turn = 1) AS fs, countIf(turn = 0) AS z, quantilesExactWeightedIfState(0.5, 0.9)(toUInt32(seconds), toUInt64(1), toUInt8(turn > 0)) AS rp, quantilesExactWeightedIfState(0.5, 0.9)(toUInt32(seconds), toUInt64(1), toUInt8(turn = 1)) AS fp
  FROM dialogues FINAL LEFT ARRAY JOIN replies AS seconds, repliers AS replier, arrayEnumerate(replies) AS turn
  WHERE company = 7 AND bucket = toDateTime(1793007000, 'UTC') AND gone = 0 AND (turn > 0 OR asked = 1)
    AND opened_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1793007660000, 'UTC')
  GROUP BY g
)
GROUP BY g
HAVING sum(m) > 0
ORDER BY g
