-- What copying a desk reads and writes: a conversation with all that is kept with it but its tickets.

create function desk_talk(p_conversation text) returns json language sql stable as $$
  select json_build_object(
    'conversation', (select row_to_json(c) from conversation c where id = p_conversation),
    'entries', (select coalesce(json_agg(e order by e.seq), '[]') from (
      select seq, at, audience, activity from log_entry where conversation = p_conversation) e),
    'keys', (select coalesce(json_agg(json_build_array(key, seq)), '[]') from delivery_key
      where conversation = p_conversation),
    'states', (select coalesce(json_agg(json_build_array(name, value)), '[]') from bot_state
      where home = p_conversation),
    'elsewhere', (select coalesce(json_agg(name), '[]') from bot_state
      where writer = p_conversation and home <> p_conversation),
    'receipts', (select coalesce(json_agg(body order by position), '[]') from receipt
      where conversation = p_conversation),
    'ratings', (select coalesce(json_agg(body order by position), '[]') from rating
      where conversation = p_conversation),
    'pending', (select coalesce(json_agg(seq order by position), '[]') from pending_turn
      where conversation = p_conversation)
  )
$$;

create function desk_put_talk(p_conversation text, p json) returns void language plpgsql as $$
begin
  insert into conversation (id, channel, user_id, locale, started_at, last_seq, erased, ticket, agent)
  select p_conversation, p->>'channel', p->>'userId', p->>'locale', p->>'startedAt',
    json_array_length(p->'entries'), (p->>'erased')::boolean, (p->>'ticket')::integer, p->>'agent'
  on conflict do nothing;
  if not found then return; end if;
  insert into log_entry (conversation, seq, at, audience, activity)
  select p_conversation, seq, at, audience, activity
  from json_to_recordset(p->'entries') as x (seq integer, at text, audience text, activity text);
  insert into delivery_key (conversation, key, seq)
  select p_conversation, key, seq from json_to_recordset(p->'keys') as x (key text, seq integer)
  on conflict do nothing;
  insert into bot_state (home, key, name, value, writer)
  select p_conversation, key, name, value, p_conversation
  from json_to_recordset(p->'states') as x (key text, name text, value text) on conflict do nothing;
  update bot_state s set writer = p_conversation
  from json_to_recordset(p->'elsewhere') as x (home text, key text) where s.home = x.home and s.key = x.key;
  insert into receipt (conversation, id, body)
  select p_conversation, id, body from json_to_recordset(p->'receipts') as x (id text, body text);
  insert into rating (conversation, id, body)
  select p_conversation, id, body from json_to_recordset(p->'ratings') as x (id text, body text);
  insert into pending_turn (conversation, seq)
  select p_conversation, seq::integer from json_array_elements_text(p->'pending') as x (seq) order by seq::integer;
end $$;

-- Numbers that are given from now on come after every stored ticket's.
create function desk_raise_ticket_number() returns void language sql as $$
  select setval('ticket_number', greatest(
    (select last_value from ticket_number), (select coalesce(max(number), 1000) + 1 from ticket)), false)
$$;
