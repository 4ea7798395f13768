/** Settings of a table: durable before acknowledged, also through power loss, and also after background merges. */
export const durable =
  'fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, min_compressed_bytes_to_fsync_after_merge = 1'
