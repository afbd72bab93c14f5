-- A drill is taken out of the queue without looking through every review.
create index review_drill on review (drill_id) where drill_id is not null;
