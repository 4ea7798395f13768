SELECT g, n, sum(m), sum(v), sum(p)
FROM (
  SELECT toUInt32(1792793250) AS g, operator AS n,
    sum(online + paused + offline) AS m, sum(online) AS v, sum(paused) AS p
  FROM presence_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 86400 AND (bucket >= 1792800000 AND bucket < 1792972800))
  GROUP BY g, n
UNION ALL
  SELECT toUInt32(1792793250) AS g, operator AS n,
    toUInt64(sum(until - since)) AS m, toUInt64(sumIf(until - since, state = 1)) AS v, toUInt64(sumIf(until - since, state = 2)) AS p
  FROM (
    SELECT operator, operator_group, state, greatest(told, 1792793250250) AS since, least(ended, 1792800000000) AS until
    FROM (
      SELECT operator, operator_group, state, toUnixTimestamp64Milli(at) AS told,
        least(leadInFrame(told, 1, told + 86400000) OVER following, told + 86400000) AS ended
      FROM presence_by_time FINAL
      WHERE company = 7
        AND at > fromUnixTimestamp64Milli(1792706850250, 'UTC') AND at < fromUnixTimestamp64Milli(1792800000000, 'UTC')
      WINDOW following AS (PARTITION BY operator ORDER BY at ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
    )
    WHERE ended > 1792793250250
  )
  WHERE 1
  GROUP BY g, n
UNION ALL
  SELECT toUInt32(1792793250) AS g, operator AS n,
    toUInt64(sum(until - since)) AS m, toUInt64(sumIf(until - since, state = 1)) AS v, toUInt64(sumIf(until - since, state = 2)) AS p
  FROM (
    SELECT operator, operator_group, state, greatest(told, 1792972800000) AS since, least(ended, 1793001600000) AS until
    FROM (
      SELECT operator, operator_group, state, toUnixTimestamp64Milli(at) AS told,
        least(leadInFrame(told, 1, told + 86400000) OVER following, told + 86400000) AS ended
      FROM presence_by_time FINAL
      WHERE company = 7
        AND at > fromUnixTimestamp64Milli(1792886400000, 'UTC') AND at < fromUnixTimestamp64Milli(1793001600000, 'UTC')
      WINDOW following AS (PARTITION BY operator ORDER BY at ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
    )
    WHERE ended > 1792972800000
  )
  WHERE 1
  GROUP BY g, n
)
GROUP BY g, n
HAVING sum(m) > 0
ORDER BY g, n
