-- The functions of a turn once more: what they are given is jsonb, which is parsed once and not at each look into it,
-- a conversation's row is written once a call, and whoever brings an entry is not told what it says.

drop function desk_append, desk_turn_start, desk_take_turn, desk_earlier_delivery, desk_note_keys, desk_receive,
  desk_keep_tickets, desk_send, desk_write_states, desk_commit, desk_move_ticket, desk_erase;

-- Adds what is said after the entry p_last; gives the newest seq.
create function desk_append(p_conversation text, p_last integer, p_at text, p_says jsonb) returns integer
language plpgsql as $$
declare
  said integer;
begin
  insert into log_entry (conversation, seq, at, audience, activity)
  select p_conversation, p_last + n::integer, p_at, say->>'audience', say->>'activity'
  from jsonb_array_elements(p_says) with ordinality as s (say, n);
  get diagnostics said = row_count;
  if p_says @> '[{"needsTurn": true}]' then
    insert into pending_turn (conversation, seq)
    select p_conversation, p_last + n::integer from jsonb_array_elements(p_says) with ordinality as s (say, n)
    where (say->>'needsTurn')::boolean order by n;
  end if;
  return p_last + said;
end $$;

create function desk_entry(p_conversation text, p_seq integer) returns json language plpgsql stable as $$
begin
  return (select row_to_json(e) from (
    select seq, at, audience, activity from log_entry where conversation = p_conversation and seq = p_seq) e);
end $$;

-- What a turn starts from, besides the entry that it answers.
create function desk_turn_start(c conversation) returns json language plpgsql stable as $$
begin
  return json_build_object(
    'conversation', row_to_json(c),
    'states', (select coalesce(json_agg(s), '[]') from (
      select name, value, tag::text as tag from bot_state where home = c.id) s),
    'ticket', (select body from ticket where conversation = c.id order by open desc, number desc limit 1)
  );
end $$;

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
  return json_build_object('kind', 'taken', 'turn', desk_turn_start(c), 'entry', desk_entry(p_conversation, oldest));
end $$;

create function desk_earlier_delivery(p_conversation text, p_keys jsonb) returns json language sql stable as $$
  select json_build_object('kind', 'duplicate', 'entry', row_to_json(e))
  from (
    select l.seq, l.at, l.audience, l.activity
    from jsonb_array_elements_text(p_keys) with ordinality as k (key, n)
    join delivery_key d on d.conversation = p_conversation and d.key = k.key
    join log_entry l on l.conversation = p_conversation and l.seq = d.seq
    order by k.n limit 1
  ) e
$$;

create function desk_note_keys(p_conversation text, p_seq integer, p_keys jsonb) returns void language sql as $$
  insert into delivery_key (conversation, key, seq)
  select p_conversation, key, p_seq from jsonb_array_elements_text(p_keys) as k (key)
  on conflict do nothing
$$;

-- Appends what came in and begins the oldest waiting turn, where nobody runs one; `entry` when that is not this one's.
create function desk_receive(p_conversation text, p jsonb) returns json language plpgsql as $$
declare
  c conversation;
  earlier json;
  oldest integer;
  turn json;
  entry json;
begin
  select * into c from conversation where id = p_conversation for update;
  if not found or c.erased then return json_build_object('kind', 'unknown'); end if;
  if p->'keys' <> '[]' then
    earlier := desk_earlier_delivery(p_conversation, p->'keys');
    if earlier is not null then return earlier; end if;
  end if;
  c.last_seq := desk_append(p_conversation, c.last_seq, p->>'at', p->'says');
  if p->'keys' <> '[]' then perform desk_note_keys(p_conversation, c.last_seq, p->'keys'); end if;
  if p->>'by' is not null and coalesce(c.turn_until <= clock_timestamp(), true) then
    select min(seq) into oldest from pending_turn where conversation = p_conversation;
  end if;
  if oldest is not null then
    c.turn_by := p->>'by';
    c.turn_until := clock_timestamp() + (p->>'leaseMs')::integer * interval '1 ms';
    turn := desk_turn_start(c);
    if oldest < c.last_seq then entry := desk_entry(p_conversation, oldest); end if;
  end if;
  update conversation set last_seq = c.last_seq, turn_by = c.turn_by, turn_until = c.turn_until
  where id = p_conversation;
  return json_build_object('kind', 'taken', 'seq', c.last_seq, 'turn', turn, 'entry', entry);
end $$;

-- Stores tickets and keeps the conversation's open one and its speaker. Raises XD409 with what stands against it: a
-- ticket that is not at the revision before, or another open one beside one that is opened.
create function desk_keep_tickets(p_conversation text, p_tickets jsonb) returns void language plpgsql as $$
declare
  t record;
  stored ticket;
  opening integer;
  other integer;
  opened integer;
  speaker text;
begin
  for t in select * from jsonb_to_recordset(p_tickets)
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
  select x.agent into speaker from jsonb_to_recordset(p_tickets) as x (number integer, agent text)
  where x.number = opened;
  update conversation set ticket = opened, agent = case when found then speaker when opened is not null then agent end
  where id = p_conversation;
end $$;

create function desk_send(p_conversation text, p_outbox jsonb) returns void language sql as $$
  insert into outbox (conversation, id, kind, lane, body)
  select p_conversation, id, kind, lane, body
  from jsonb_to_recordset(p_outbox) as x (id text, kind text, lane text, body text)
  on conflict do nothing
$$;

-- Writes states in the order of their keys, whatever the order they come in; gives the tags. Raises XD409 for a
-- wrong tag and XD410 for the state of an erased conversation, with the index of the write. The caller has the
-- writer's row.
create function desk_write_states(p_states jsonb, p_writer text) returns json language plpgsql as $$
declare
  s record;
  made bigint;
  gone boolean;
  tags json[] := '{}';
begin
  for s in select * from jsonb_to_recordset(p_states)
    as x (index integer, home text, key text, name text, value text, tag text) order by home, key
  loop
    made := null;
    gone := false;
    if s.home is distinct from p_writer then
      select erased into gone from conversation where id = s.home for share;
    end if;
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

create function desk_commit(p_conversation text, p jsonb) returns json language plpgsql as $$
declare
  c conversation;
  silent boolean;
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
  silent := (p->>'whileBotSpeaks')::boolean and c.agent is not null;
  update conversation set
    last_seq = case when silent then last_seq else last_seq + jsonb_array_length(p->'says') end,
    turn_by = case when p->>'by' is null then turn_by end,
    turn_until = case when p->>'by' is null then turn_until end
  where id = p_conversation;
  if silent then return json_build_object('kind', 'nothing'); end if;
  if p->'tickets' <> '[]' then perform desk_keep_tickets(p_conversation, p->'tickets'); end if;
  if p->'states' <> '[]' then tags := desk_write_states(p->'states', p_conversation); end if;
  if p->'says' <> '[]' then perform desk_append(p_conversation, c.last_seq, p->>'at', p->'says'); end if;
  if p->'receipts' <> '[]' then
    insert into receipt (conversation, id, body)
    select p_conversation, id, body from jsonb_to_recordset(p->'receipts') as x (id text, body text)
    on conflict (conversation, id) do update set body = excluded.body;
  end if;
  if p->'ratings' <> '[]' then
    insert into rating (conversation, id, body)
    select p_conversation, id, body from jsonb_to_recordset(p->'ratings') as x (id text, body text)
    on conflict (conversation, id) do update set body = excluded.body;
  end if;
  if p->'outbox' <> '[]' then perform desk_send(p_conversation, p->'outbox'); end if;
  return json_build_object('kind', 'done', 'first', c.last_seq + 1, 'tags', tags);
end $$;

create function desk_move_ticket(p_conversation text, p jsonb) returns json language plpgsql as $$
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

-- Removes all of a conversation but its id and its tickets, which come blanked; false when a ticket has changed since.
create function desk_erase(p_conversation text, p jsonb) returns boolean language plpgsql as $$
declare
  c conversation;
begin
  select * into c from conversation where id = p_conversation for update;
  if c.erased then return true; end if;
  if exists (
    select from ticket t left join jsonb_to_recordset(p->'tickets') as x (number integer, revision integer)
      on x.number = t.number
    where t.conversation = p_conversation and t.revision + 1 is distinct from x.revision
  ) then return false; end if;
  if jsonb_array_length(p->'tickets') > 0 then perform desk_keep_tickets(p_conversation, p->'tickets'); end if;
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
