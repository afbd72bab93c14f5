-- Who passed conversations on to whom is read from the few that were passed on.
create index conversation_passed_on on conversation (begun_at) where known ? 'path';
