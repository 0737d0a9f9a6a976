-- The desk on PostgreSQL.
--
-- Distribution key: the conversation's id, the first column of every primary key here. Whatever one turn reads and
-- writes has the same one, so a turn is one transaction on one node, and each desk_ function that takes a
-- p_conversation can be sent whole to the node that has it (Citus: create_distributed_function with
-- distribution_arg_name 'p_conversation', all tables colocated with conversation; bot_state goes by "home").
-- Queries that fan out to all nodes, none of them in a turn: a ticket by its number, the lists of tickets, of unsent
-- and unconfirmed outbox entries, of waiting and parked turns, of conversations, state that belongs to no
-- conversation and was written by one that is erased, and the look for what is new (catch-up.ts).
--
-- Texts are JSON in columns of type text: jsonb reorders keys, and no type of the server takes a NUL or half a
-- surrogate pair. Ids and keys are kept with such characters as JSON writes them.

create table conversation (
  id text collate "C" primary key,
  channel text not null,
  user_id text not null,
  locale text not null,
  started_at text not null,
  last_seq integer not null default 0,
  ticket integer,
  agent text,
  erased boolean not null default false,
  -- who runs a turn of it, and until when nobody else may
  turn_by text,
  turn_until timestamptz
) with (fillfactor = 70);

create table log_entry (
  conversation text collate "C" not null,
  seq integer not null,
  at text not null,
  audience text not null,
  activity text not null,
  -- the transaction that brought it, for readers that were not called
  changed xid8 not null default pg_current_xact_id(),
  primary key (conversation, seq)
);
create index log_entry_changed on log_entry (changed);

create table delivery_key (
  conversation text collate "C" not null,
  key text collate "C" not null,
  seq integer not null,
  stored_at timestamptz not null default now(),
  primary key (conversation, key)
);
create index delivery_key_stored_at on delivery_key using brin (stored_at);

create table pending_turn (
  conversation text collate "C" not null,
  seq integer not null,
  position bigint generated always as identity,
  primary key (conversation, seq)
);

create table parked_turn (
  conversation text collate "C" not null,
  seq integer not null,
  reason text not null,
  at text not null,
  position bigint generated always as identity,
  primary key (conversation, seq)
);

create sequence state_tag;

-- home: the conversation that the key names, else the key itself; name: the whole key, key: the same or its digest
create table bot_state (
  home text collate "C" not null,
  key text collate "C" not null,
  name text not null,
  value text not null,
  tag bigint not null default nextval('state_tag'),
  writer text collate "C",
  primary key (home, key)
);
create index bot_state_writer on bot_state (writer) where writer is not null and writer <> home;

create sequence ticket_number start 1001;

create table ticket (
  conversation text collate "C" not null,
  number integer not null,
  revision integer not null,
  open boolean not null,
  body text not null,
  changed xid8 not null default pg_current_xact_id(),
  primary key (conversation, number)
);
create index ticket_number_index on ticket (number);
create index ticket_open on ticket (number) where open;
create index ticket_changed on ticket (changed);

create table receipt (
  conversation text collate "C" not null,
  id text collate "C" not null,
  body text not null,
  position bigint generated always as identity,
  primary key (conversation, id)
);

create table rating (
  conversation text collate "C" not null,
  id text collate "C" not null,
  body text not null,
  position bigint generated always as identity,
  primary key (conversation, id)
);

create table outbox (
  conversation text collate "C" not null,
  id text collate "C" not null,
  kind text not null,
  lane text collate "C" not null,
  body text not null,
  -- null while it is to be sent
  fate text,
  reason text,
  at text,
  position bigint generated always as identity,
  primary key (conversation, id)
);
create index outbox_unsent on outbox (position) where fate is null;
create index outbox_id on outbox (id);

-- the process that sends a lane's entries, and until when no other may
create table outbox_lane (
  lane text collate "C" primary key,
  taken_by text not null,
  taken_until timestamptz not null
);

create function desk_open(p_conversation text, p json) returns json language plpgsql as $$
declare
  c conversation;
  made boolean;
begin
  insert into conversation (id, channel, user_id, locale, started_at)
  values (p_conversation, p->>'channel', p->>'userId', p->>'locale', p->>'startedAt')
  on conflict do nothing;
  made := found;
  select * into c from conversation where id = p_conversation;
  if c.erased then return json_build_object('kind', 'erased'); end if;
  return json_build_object('kind', case when made then 'created' else 'known' end, 'conversation', row_to_json(c));
end $$;

-- Adds what is said after the entry p_last; gives the newest seq.
create function desk_append(p_conversation text, p_last integer, p_at text, p_says json) returns integer
language plpgsql as $$
declare
  newest integer;
begin
  with said as (
    select p_last + n::integer as seq, say->>'audience' as audience, say->>'activity' as activity,
           coalesce((say->>'needsTurn')::boolean, false) as needs_turn
    from json_array_elements(p_says) with ordinality as s (say, n)
  ), logged as (
    insert into log_entry (conversation, seq, at, audience, activity)
    select p_conversation, seq, p_at, audience, activity from said
  ), waiting as (
    insert into pending_turn (conversation, seq) select p_conversation, seq from said where needs_turn order by seq
  )
  select coalesce(max(seq), p_last) into newest from said;
  return newest;
end $$;

-- What a turn starts from; the caller has the conversation's row.
create function desk_turn_start(p_conversation text, p_seq integer) returns json language sql stable as $$
  select json_build_object(
    'kind', 'begun',
    'conversation', (select row_to_json(c) from conversation c where id = p_conversation),
    'entry', (select row_to_json(e) from (
      select seq, at, audience, activity from log_entry where conversation = p_conversation and seq = p_seq) e),
    'states', (select coalesce(json_agg(s), '[]') from (
      select name, value, tag::text as tag from bot_state where home = p_conversation) s),
    'ticket', (select body from ticket where conversation = p_conversation order by open desc, number desc limit 1)
  )
$$;

-- Begins the oldest waiting turn of the conversation, unless somebody else runs one.
create function desk_take_turn(p_conversation text, p_by text, p_lease_ms integer) returns json
language plpgsql as $$
declare
  c conversation;
  oldest integer;
begin
  select * into c from conversation where id = p_conversation for update;
  if not found or c.erased then return json_build_object('kind', 'none'); end if;
  if c.turn_by <> p_by and c.turn_until > clock_timestamp() then return json_build_object('kind', 'busy'); end if;
  select min(seq) into oldest from pending_turn where conversation = p_conversation;
  if oldest is null then
    update conversation set turn_by = null, turn_until = null where id = p_conversation and turn_by is not null;
    return json_build_object('kind', 'none');
  end if;
  update conversation set turn_by = p_by, turn_until = clock_timestamp() + p_lease_ms * interval '1 ms'
  where id = p_conversation;
  return desk_turn_start(p_conversation, oldest);
end $$;

create function desk_earlier_delivery(p_conversation text, p_keys json) returns json language sql stable as $$
  select json_build_object('kind', 'duplicate', 'entry', row_to_json(e))
  from (
    select l.seq, l.at, l.audience, l.activity
    from json_array_elements_text(p_keys) with ordinality as k (key, n)
    join delivery_key d on d.conversation = p_conversation and d.key = k.key
    join log_entry l on l.conversation = p_conversation and l.seq = d.seq
    order by k.n limit 1
  ) e
$$;

create function desk_note_keys(p_conversation text, p_seq integer, p_keys json) returns void language sql as $$
  insert into delivery_key (conversation, key, seq)
  select p_conversation, key, p_seq from json_array_elements_text(p_keys) as k (key)
  on conflict do nothing
$$;

create function desk_receive(p_conversation text, p json) returns json language plpgsql as $$
declare
  c conversation;
  earlier json;
  begun json;
begin
  select * into c from conversation where id = p_conversation for update;
  if not found or c.erased then return json_build_object('kind', 'unknown'); end if;
  earlier := desk_earlier_delivery(p_conversation, p->'keys');
  if earlier is not null then return earlier; end if;
  c.last_seq := desk_append(p_conversation, c.last_seq, p->>'at', p->'says');
  perform desk_note_keys(p_conversation, c.last_seq, p->'keys');
  update conversation set last_seq = c.last_seq where id = p_conversation;
  if p->>'by' is not null then begun := desk_take_turn(p_conversation, p->>'by', (p->>'leaseMs')::integer); end if;
  return json_build_object('kind', 'taken', 'seq', c.last_seq, 'turn', begun);
end $$;

-- Stores tickets and keeps the conversation's open one and its speaker. Raises XD409 with what stands against it: a
-- ticket that is not at the revision before, or another open one beside one that is opened.
create function desk_keep_tickets(p_conversation text, p_tickets json) returns void language plpgsql as $$
declare
  t record;
  stored ticket;
  opening integer;
  other integer;
  opened integer;
  speaker text;
begin
  for t in select * from json_to_recordset(p_tickets)
    as x (number integer, revision integer, open boolean, body text)
  loop
    select * into stored from ticket where conversation = p_conversation and number = t.number;
    if t.revision <> coalesce(stored.revision, 0) + 1 then
      raise exception using errcode = 'XD409', message = 'ticket:' || t.number;
    end if;
    if t.open and not coalesce(stored.open, false) then opening := t.number; end if;
    insert into ticket (conversation, number, revision, open, body)
    values (p_conversation, t.number, t.revision, t.open, t.body)
    on conflict (conversation, number) do update
      set revision = excluded.revision, open = excluded.open, body = excluded.body, changed = pg_current_xact_id();
  end loop;
  if opening is not null then
    select number into other from ticket where conversation = p_conversation and open and number <> opening limit 1;
    if other is not null then raise exception using errcode = 'XD409', message = 'ticket:' || other; end if;
  end if;
  select min(number) into opened from ticket where conversation = p_conversation and open;
  select x.agent into speaker from json_to_recordset(p_tickets) as x (number integer, agent text)
  where x.number = opened;
  update conversation set ticket = opened, agent = case when found then speaker when opened is not null then agent end
  where id = p_conversation;
end $$;

create function desk_send(p_conversation text, p_outbox json) returns void language sql as $$
  insert into outbox (conversation, id, kind, lane, body)
  select p_conversation, id, kind, lane, body
  from json_to_recordset(p_outbox) as x (id text, kind text, lane text, body text)
  on conflict do nothing
$$;

-- Writes states in the order of their keys, whatever the order they come in; gives the tags. Raises XD409 for a
-- wrong tag and XD410 for the state of an erased conversation, with the index of the write.
create function desk_write_states(p_states json, p_writer text) returns json language plpgsql as $$
declare
  s record;
  made bigint;
  gone boolean;
  tags json[] := '{}';
begin
  for s in select * from json_to_recordset(p_states)
    as x (index integer, home text, key text, name text, value text, tag text) order by home, key
  loop
    made := null;
    select erased into gone from conversation where id = s.home for share;
    if gone then raise exception using errcode = 'XD410', message = 'erased', detail = s.index::text; end if;
    if s.tag = '*' then
      insert into bot_state (home, key, name, value, writer) values (s.home, s.key, s.name, s.value, p_writer)
      on conflict (home, key) do update
        set value = excluded.value, tag = nextval('state_tag'), writer = coalesce(excluded.writer, bot_state.writer)
      returning tag into made;
    elsif s.tag is null then
      insert into bot_state (home, key, name, value, writer) values (s.home, s.key, s.name, s.value, p_writer)
      on conflict (home, key) do nothing returning tag into made;
    else
      update bot_state set value = s.value, tag = nextval('state_tag'), writer = coalesce(p_writer, writer)
      where home = s.home and key = s.key and tag::text = s.tag returning tag into made;
    end if;
    if made is null then
      raise exception using errcode = 'XD409', message = 'state', detail = s.index::text;
    end if;
    tags := tags || json_build_object('index', s.index, 'tag', made::text);
  end loop;
  return array_to_json(tags);
end $$;

create function desk_commit(p_conversation text, p json) returns json language plpgsql as $$
declare
  c conversation;
  first_seq integer;
  tags json := '[]';
begin
  select * into c from conversation where id = p_conversation for update;
  if not found then return json_build_object('kind', 'unknown'); end if;
  if c.erased or c.turn_by is distinct from coalesce(p->>'by', c.turn_by) then
    return json_build_object('kind', 'nothing');
  end if;
  if p->>'answers' is not null then
    delete from pending_turn where conversation = p_conversation and seq = (p->>'answers')::integer;
    if not found then return json_build_object('kind', 'nothing'); end if;
  end if;
  if p->>'by' is not null then
    update conversation set turn_by = null, turn_until = null where id = p_conversation;
  end if;
  if (p->>'whileBotSpeaks')::boolean and c.agent is not null then
    return json_build_object('kind', 'nothing');
  end if;
  if json_array_length(p->'tickets') > 0 then perform desk_keep_tickets(p_conversation, p->'tickets'); end if;
  if json_array_length(p->'states') > 0 then tags := desk_write_states(p->'states', p_conversation); end if;
  first_seq := c.last_seq + 1;
  if json_array_length(p->'says') > 0 then
    update conversation set last_seq = desk_append(p_conversation, c.last_seq, p->>'at', p->'says')
    where id = p_conversation;
  end if;
  insert into receipt (conversation, id, body)
  select p_conversation, id, body from json_to_recordset(p->'receipts') as x (id text, body text)
  on conflict (conversation, id) do update set body = excluded.body;
  insert into rating (conversation, id, body)
  select p_conversation, id, body from json_to_recordset(p->'ratings') as x (id text, body text)
  on conflict (conversation, id) do update set body = excluded.body;
  perform desk_send(p_conversation, p->'outbox');
  return json_build_object('kind', 'done', 'first', first_seq, 'tags', tags);
end $$;

create function desk_move_ticket(p_conversation text, p json) returns json language plpgsql as $$
declare
  c conversation;
  stored ticket;
  earlier json;
  newest integer;
begin
  select * into c from conversation where id = p_conversation for update;
  earlier := desk_earlier_delivery(p_conversation, p->'keys');
  if earlier is not null then return earlier; end if;
  select * into stored from ticket
  where conversation = p_conversation and number = (p->'tickets'->0->>'number')::integer;
  if stored.revision is distinct from (p->>'from')::integer then
    return json_build_object('kind', 'stale', 'ticket', stored.body);
  end if;
  perform desk_keep_tickets(p_conversation, p->'tickets');
  perform desk_send(p_conversation, p->'outbox');
  if c.erased then return json_build_object('kind', 'moved', 'first', null); end if;
  newest := desk_append(p_conversation, c.last_seq, p->>'at', p->'says');
  if newest > c.last_seq then
    perform desk_note_keys(p_conversation, c.last_seq + 1, p->'keys');
    update conversation set last_seq = newest where id = p_conversation;
  end if;
  return json_build_object('kind', 'moved', 'first', c.last_seq + 1);
end $$;

create function desk_park(p_conversation text, p json) returns void language plpgsql as $$
begin
  perform 1 from conversation where id = p_conversation for update;
  delete from pending_turn where conversation = p_conversation and seq = (p->>'seq')::integer;
  insert into parked_turn (conversation, seq, reason, at)
  values (p_conversation, (p->>'seq')::integer, p->>'reason', p->>'at') on conflict do nothing;
end $$;

-- Removes all of a conversation but its id and its tickets, which come blanked; false when a ticket has changed since.
create function desk_erase(p_conversation text, p json) returns boolean language plpgsql as $$
declare
  c conversation;
begin
  select * into c from conversation where id = p_conversation for update;
  if c.erased then return true; end if;
  if exists (
    select from ticket t left join json_to_recordset(p->'tickets') as x (number integer, revision integer)
      on x.number = t.number
    where t.conversation = p_conversation and t.revision + 1 is distinct from x.revision
  ) then return false; end if;
  if json_array_length(p->'tickets') > 0 then perform desk_keep_tickets(p_conversation, p->'tickets'); end if;
  delete from log_entry where conversation = p_conversation;
  delete from delivery_key where conversation = p_conversation;
  delete from pending_turn where conversation = p_conversation;
  delete from receipt where conversation = p_conversation;
  delete from rating where conversation = p_conversation;
  delete from outbox where conversation = p_conversation and fate is null;
  delete from bot_state where home = p_conversation or writer = p_conversation;
  if c.id is null and not found then return true; end if;
  insert into conversation (id, channel, user_id, locale, started_at, erased)
  values (p_conversation, '', '', '', '', true)
  on conflict (id) do update set erased = true, channel = '', user_id = '', locale = '', started_at = '',
    turn_by = null, turn_until = null;
  return true;
end $$;
