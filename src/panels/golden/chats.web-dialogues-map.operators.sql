SELECT g, w, row.1 AS z, row.2
FROM (
SELECT g, w, arrayMap(x -> (x.2, toUInt64(-x.1)), groupArraySorted(2000)((-toInt64(total), z))) AS largest,
  toUInt64(sum(total) - arraySum(x -> x.2, largest)) AS beyond,
  arrayJoin(if(beyond = 0, largest, arrayPushBack(largest, (4294967295, beyond)))) AS row
FROM (
SELECT g, w, z, sum(dialogues) AS total
FROM (
  SELECT toUInt32(1792793250) AS g, toUInt8(cell > 0) AS w, cell AS z,
    dialogues
  FROM web_dialogues_by_operators_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 86400 AND (bucket >= 1792800000 AND bucket < 1792972800) OR bucket_seconds = 3600 AND (bucket >= 1792796400 AND bucket < 1792800000 OR bucket >= 1792972800 AND bucket < 1793005200) OR bucket_seconds = 900 AND (bucket >= 1792793700 AND bucket < 1792796400 OR bucket >= 1793005200 AND bucket < 1793007000)) AND hasAny(participants, [toUInt64(5076453317368294535),toUInt64(5367460011733515292)])
UNION ALL
  SELECT toUInt32(1792793250) AS g, toUInt8(cell > 0) AS w, cell AS z,
    toUInt64(1) AS dialogues
  FROM dialogues FINAL
  WHERE company = 7 AND bucket IN (1792792800, 1793007000) AND gone = 0 AND messenger = 1 AND (opened_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR opened_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND opened_at < fromUnixTimestamp64Milli(1793007660000, 'UTC')) AND hasAny(participants, [toUInt64(5076453317368294535),toUInt64(5367460011733515292)])
)
GROUP BY g, w, z
HAVING sum(dialogues) > 0
)
GROUP BY g, w
)
ORDER BY g, w, z
