/** The first schema. Never edited: what changes later is a migration of its own. */
export const sql = `
create table video (
  id integer primary key,
  size_bytes integer not null,
  content_sha256 text not null,
  unique (content_sha256, size_bytes)
) strict;

create table video_path (
  video_id integer not null references video (id) on delete cascade,
  path text not null,
  mtime_ms real,
  size_bytes integer not null,
  seen_at text not null,
  primary key (video_id, path)
) strict, without rowid;

create table decode (
  id integer primary key,
  video_id integer not null references video (id) on delete cascade,
  stream_index integer not null,
  decoder_id text not null,
  decoder_version text not null,
  pixel_pipeline text not null,
  crop text not null,
  time_base_numerator integer not null,
  time_base_denominator integer not null,
  start_pts integer not null,
  container text not null,
  stream text not null,
  frame_count integer,
  issues text not null default '[]',
  unique (video_id, stream_index, decoder_id, decoder_version, pixel_pipeline, crop,
    time_base_numerator, time_base_denominator, start_pts)
) strict;

create table frame (
  decode_id integer not null references decode (id) on delete cascade,
  ordinal integer not null,
  pts_ticks integer not null,
  pts_source text not null check (pts_source in ('container', 'estimated')),
  time_seconds real not null,
  width integer not null,
  height integer not null,
  key_frame integer not null,
  corrupt integer not null,
  fingerprint blob not null check (length(fingerprint) = 8),
  perceptual_hash blob not null check (length(perceptual_hash) = 8),
  mean_luma real not null,
  contrast real not null,
  change real,
  primary key (decode_id, ordinal)
) strict, without rowid;

create table run (
  id integer primary key,
  decode_id integer not null references decode (id) on delete cascade,
  metric_id text not null,
  model_sha256 text not null,
  implementation text not null,
  implementation_version text not null,
  kernel text not null,
  precision text not null,
  device text not null,
  model_direction text not null check (model_direction in ('higher', 'lower')),
  effective_direction text not null check (effective_direction in ('higher', 'lower')),
  range_low real,
  range_high real,
  sampling text not null,
  state text not null check (state in ('running', 'complete', 'partial', 'interrupted')),
  owner_host text,
  owner_pid integer,
  owner_token text,
  heartbeat_ms integer,
  started_at text not null,
  ended_at text
) strict;

create index run_reuse on run (decode_id, metric_id, model_sha256, implementation, implementation_version,
  kernel, precision, device);

create table run_sampling (
  run_id integer not null references run (id) on delete cascade,
  sampling text not null,
  primary key (run_id, sampling)
) strict, without rowid;

create table score (
  run_id integer not null references run (id) on delete cascade,
  ordinal integer not null,
  score real,
  reason text,
  distribution text,
  primary key (run_id, ordinal),
  check ((score is null) <> (reason is null))
) strict, without rowid;

create table selection (
  id integer primary key,
  settings text not null,
  relaxed text not null,
  created_at text not null
) strict;

create table selection_run (
  selection_id integer not null references selection (id) on delete cascade,
  position integer not null,
  run_id integer not null references run (id) on delete cascade,
  primary key (selection_id, position)
) strict, without rowid;

create table pick (
  selection_id integer not null references selection (id) on delete cascade,
  ordinal integer not null,
  rank integer not null,
  tier text not null,
  reason text not null,
  primary key (selection_id, ordinal)
) strict, without rowid;

create table rejection (
  selection_id integer not null references selection (id) on delete cascade,
  ordinal integer not null,
  reason text not null,
  in_favour_of integer,
  primary key (selection_id, ordinal)
) strict, without rowid;

create table still (
  selection_id integer not null references selection (id) on delete cascade,
  ordinal integer not null,
  file text not null,
  sha256 text not null,
  verified text not null check (verified in ('exact', 'approximate')),
  written_at text not null,
  primary key (selection_id, file)
) strict, without rowid;
`;
