SELECT g, f, row.1 AS h, row.2
FROM (
SELECT g, f, arrayMap(x -> (x.2, toUInt64(-x.1)), groupArraySorted(200)((-toInt64(total), h))) AS largest,
  toUInt64(sum(total) - arraySum(x -> x.2, largest)) AS beyond,
  arrayJoin(if(beyond = 0, largest, arrayPushBack(largest, (4294967295, beyond)))) AS row
FROM (
SELECT g, f, h, sum(messages) AS total
FROM (
  SELECT toUInt32(1792793250) AS g, author AS f, phrase AS h,
    messages, people
  FROM chat_phrases_rolled_up FINAL
  WHERE company = 7 AND (bucket_seconds = 86400 AND (bucket >= 1792800000 AND bucket < 1792972800) OR bucket_seconds = 3600 AND (bucket >= 1792796400 AND bucket < 1792800000 OR bucket >= 1792972800 AND bucket < 1793005200) OR bucket_seconds = 900 AND (bucket >= 1792793700 AND bucket < 1792796400 OR bucket >= 1793005200 AND bucket < 1793007000)) AND author IN (1)
UNION ALL
  SELECT toUInt32(1792793250) AS g, author AS f, phrase AS h,
    toUInt64(1) AS messages, [cityHash64(if(person = toUUID('00000000-0000-0000-0000-000000000000'), dialogue_key, person))] AS people
  FROM chat_messages FINAL INNER JOIN (
    SELECT dialogue_key, message_key, phrase FROM chat_texts FINAL
    WHERE company = 7 AND dialogue_key IN (SELECT dialogue_key FROM chat_messages WHERE company = 7 AND bucket IN (1792792800, 1793007000))
      AND phrase IN (SELECT phrase FROM common_phrases WHERE company = 7)
  ) AS said USING (dialogue_key, message_key)
  LEFT JOIN (
    SELECT dialogue_key, person FROM dialogue_clients FINAL WHERE company = 7 AND dialogue_key IN (SELECT dialogue_key FROM chat_messages WHERE company = 7 AND bucket IN (1792792800, 1793007000))
  ) AS clients USING (dialogue_key)
  WHERE company = 7 AND bucket IN (1792792800, 1793007000) AND gone = 0 AND author IN (1, 2) AND (written_at >= fromUnixTimestamp64Milli(1792793250250, 'UTC') AND written_at < fromUnixTimestamp64Milli(1792793700000, 'UTC') OR written_at >= fromUnixTimestamp64Milli(1793007000000, 'UTC') AND written_at < fromUnixTimestamp64Milli(1793007660000, 'UTC')) AND author IN (1)
)
GROUP BY g, f, h
HAVING sum(messages) > 0 AND length(groupUniqArrayArray(3)(people)) >= 3
)
GROUP BY g, f
)
ORDER BY g, f, h
