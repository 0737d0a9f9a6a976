-- The staff, their sessions and the audit logs as tables, which before were values in bot_state. What is there is moved
-- by the desk in the same transaction (move-earlier.ts). These rows belong to no conversation: on several nodes they
-- stay on one.
--
-- Texts are JSON, as everywhere; ids and keys are kept with odd characters as JSON writes them.

-- grows with each change of accounts, invitations and links, which are made one after the other
create table staff_revision (
  one boolean primary key default true check (one),
  revision bigint not null
);
insert into staff_revision (revision) values (0);

create table account (
  id text collate "C" primary key,
  body text not null,
  revision bigint not null,
  position bigint generated always as identity
);
create index account_revision on account (revision);

create table invitation (
  id text collate "C" primary key,
  body text not null,
  revision bigint not null,
  position bigint generated always as identity
);

create table entry_link (
  id text collate "C" primary key,
  body text not null,
  revision bigint not null,
  position bigint generated always as identity
);

create table staff_session (
  key text collate "C" primary key,
  account text collate "C" not null,
  body text not null,
  tag bigint not null default nextval('state_tag'),
  position bigint generated always as identity
);
create index staff_session_account on staff_session (account, position);

-- the hashes before the first and of the last line are kept apart from the lines, so that none can be cut off unseen
create table audit_log (
  name text collate "C" primary key,
  first integer not null,
  last integer not null,
  before text not null,
  hash text not null
);

create table audit_line (
  log text collate "C" not null,
  seq integer not null,
  body text not null,
  primary key (log, seq)
);

-- Writes records of the staff, or removes those without a body, in the order in which they come; gives the new
-- revision. Null when the revision is not p_from any more; p_from null: whatever it is.
create function desk_change_staff(p_from bigint, p_writes jsonb) returns bigint language plpgsql as $$
declare
  made bigint;
begin
  update staff_revision set revision = revision + 1 where revision = coalesce(p_from, revision)
  returning revision into made;
  if made is null then return null; end if;
  delete from account a using jsonb_to_recordset(p_writes) as w (kind text, id text, body text)
  where w.kind = 'account' and w.body is null and a.id = w.id;
  delete from invitation i using jsonb_to_recordset(p_writes) as w (kind text, id text, body text)
  where w.kind = 'invitation' and w.body is null and i.id = w.id;
  delete from entry_link l using jsonb_to_recordset(p_writes) as w (kind text, id text, body text)
  where w.kind = 'link' and w.body is null and l.id = w.id;
  insert into account (id, body, revision)
  select write->>'id', write->>'body', made from jsonb_array_elements(p_writes) with ordinality as w (write, n)
  where write->>'kind' = 'account' and write->>'body' is not null order by n
  on conflict (id) do update set body = excluded.body, revision = excluded.revision;
  insert into invitation (id, body, revision)
  select write->>'id', write->>'body', made from jsonb_array_elements(p_writes) with ordinality as w (write, n)
  where write->>'kind' = 'invitation' and write->>'body' is not null order by n
  on conflict (id) do update set body = excluded.body, revision = excluded.revision;
  insert into entry_link (id, body, revision)
  select write->>'id', write->>'body', made from jsonb_array_elements(p_writes) with ordinality as w (write, n)
  where write->>'kind' = 'link' and write->>'body' is not null order by n
  on conflict (id) do update set body = excluded.body, revision = excluded.revision;
  return made;
end $$;

-- What of the staff was written after p_since, and which records there are; nothing of it when nothing was.
create function desk_staff(p_since bigint) returns json language plpgsql stable as $$
declare
  newest bigint;
begin
  select revision into newest from staff_revision;
  if newest = p_since then return json_build_object('revision', newest, 'accounts', '[]'::json, 'all', null); end if;
  return json_build_object(
    'revision', newest,
    'accounts', (select coalesce(json_agg(json_build_array(body, revision::text) order by position), '[]')
      from account where revision > coalesce(p_since, -1)),
    'all', json_build_object(
      'ids', (select coalesce(json_agg(id order by position), '[]') from account),
      'invitations', (select coalesce(json_agg(json_build_array(body, revision::text) order by position), '[]')
        from invitation),
      'links', (select coalesce(json_agg(json_build_array(body, revision::text) order by position), '[]')
        from entry_link)
    )
  );
end $$;

-- Adds lines to an audit log and drops those before its first one; false when it has other ends than it had for the
-- caller. p_first null: there was no log.
create function desk_write_audit(p_log text, p_first integer, p_last integer, p_ends jsonb, p_lines jsonb)
returns boolean language plpgsql as $$
begin
  if p_first is null then
    insert into audit_log (name, first, last, before, hash)
    values (p_log, (p_ends->>'first')::integer, (p_ends->>'last')::integer, p_ends->>'before', p_ends->>'hash')
    on conflict do nothing;
  else
    update audit_log set first = (p_ends->>'first')::integer, last = (p_ends->>'last')::integer,
      before = p_ends->>'before', hash = p_ends->>'hash'
    where name = p_log and first = p_first and last = p_last;
  end if;
  if not found then return false; end if;
  insert into audit_line (log, seq, body)
  select p_log, seq, body from jsonb_to_recordset(p_lines) as l (seq integer, body text);
  delete from audit_line where log = p_log and seq < (p_ends->>'first')::integer;
  return true;
end $$;
