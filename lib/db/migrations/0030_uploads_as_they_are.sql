-- An uploaded list lies there for some minutes and is read piece by piece: packed, each piece would be
-- unpacked from the beginning.
alter table imports alter column content set storage external;
