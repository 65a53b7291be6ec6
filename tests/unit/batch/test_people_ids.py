from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.people_ids import USER_ID, user_ids

KEYS = st.lists(st.text(max_size=12), unique=True, max_size=40)


@given(KEYS)
def test_every_key_has_an_id_of_its_own_that_can_be_found_in_text(keys):
    found = user_ids(keys)
    assert sorted(found) == sorted(keys)
    assert len(set(found.values())) == len(keys)
    assert all(USER_ID.fullmatch(one) for one in found.values())


@given(KEYS)
def test_an_id_depends_on_its_key_and_on_no_order(keys):
    assert user_ids(keys) == user_ids(reversed(keys))
    assert all(user_ids([key])[key] == one for key, one in user_ids(keys).items())
