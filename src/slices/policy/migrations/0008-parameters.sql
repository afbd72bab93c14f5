-- How many values of a standard teams may tune, counted when a version is added: the list shows it without reading every text.
alter table standard add column parameters int not null default 0;
