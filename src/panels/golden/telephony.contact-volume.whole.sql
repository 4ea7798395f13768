SELECT g, sum(m), sum(r), sum(c), sum(w), groupBitmapMerge(nm), groupBitmapMerge(nr), groupBitmapMerge(nc), groupBitmapMerge(nw)
FROM (
  SELECT toUInt32(1792793250) AS g,
    sum(calls) AS m, sum(reached) AS r, sum(conversations) AS c, sum(goals) AS w, groupBitmapMergeState(called) AS nm, groupBitmapMergeState(reached_by) AS nr, groupBitmapMergeState(spoken_with) AS nc, groupBitmapMergeState(goal_with) AS nw
  FROM contacts_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 86400 AND (bucket >= 1792800000 AND bucket < 1792972800) OR bucket_seconds = 3600 AND (bucket >= 1792796400 AND bucket < 1792800000 OR bucket >= 1792972800 AND bucket < 1793005200) OR bucket_seconds = 900 AND (bucket >= 1792793700 AND bucket < 1792796400 OR bucket >= 1793005200 AND bucket < 1793007000))
  GROUP BY g
UNION ALL
  SELECT toUInt32(1792793250) AS g,
    countIf(gone = 0) AS m, countIf(outcome = 1) AS r, countIf(outcome = 1 AND talk >= 10) AS c, countIf(outcome = 1 AND talk >= 10 AND goal = 1) AS w, groupBitmapStateIf(client, client > 0 AND gone = 0) AS nm, groupBitmapStateIf(client, client > 0 AND outcome = 1) AS nr, groupBitmapStateIf(client, client > 0 AND outcome = 1 AND talk >= 10) AS nc, groupBitmapStateIf(client, client > 0 AND outcome = 1 AND talk >= 10 AND goal = 1) AS nw
  FROM calls FINAL
  WHERE company = 7 AND bucket IN (1792792800, 1793007000) AND gone = 0 AND (started_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND started_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR started_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND started_at < fromUnixTimestamp64Milli(1793007660000, 'UTC'))
  GROUP BY g
)
GROUP BY g
HAVING sum(m) > 0
ORDER BY g
