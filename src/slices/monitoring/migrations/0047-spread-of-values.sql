-- Of a mean: how its values lay on calm days, on the scale of logarithms; null where values are not kept by size, or too few days had any.
alter table baseline add column shape jsonb;
-- Of money: the currency that it is about.
alter table baseline add column currency text;
