import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.states import Form, State, is_country_code, state_forms, state_of, state_with_code, states_in


def code_of(name):
    state = state_of(name)
    return state and state.code


def mentioned(text):
    return [(text[start:end], state.code) for start, end, state, _ in states_in(text)]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("TR", ["Turkey", "Türkiye", "Turkiye", "Republic of Turkey", "Turkish", "Turk", "Turks", "Ankara", "TURKEY"]),
        ("RU", ["Russia", "the Russian Federation", "Russians", "Moscow", "the Kremlin", "Russia's", "Russia\u2019s"]),
        (
            "US",
            ["U.S.", "US", "USA", "the United States", "Americans", "Washington", "the White House"],
        ),
        ("GB", ["Britain", "UK", "the United Kingdom", "British", "Britons", "Downing Street", "Whitehall"]),
        ("UA", ["Ukraine", "the Ukraine", "Kyiv", "Kiev", "Bankova", "Ukrainian officials", "Government of Ukraine"]),
        ("AE", ["UAE", "United Arab Emirates", "Emirati", "Emiratis", "Abu Dhabi"]),
        ("CN", ["China", "People's Republic of China", "Beijing", "Peking", "Zhongnanhai", "中国"]),
        ("FR", ["French", "Frenchman", "Frenchmen", "Élysée", "Elysee Palace", "Quai d'Orsay"]),
        ("NL", ["Dutch", "Holland", "The Hague", "Netherlands"]),
        ("CH", ["Swiss", "Switzerland", "Bern"]),
        ("TD", ["Chad", "N'Djamena", "N\u2019Djamena", "Ndjamena"]),
        ("KP", ["North Korea", "DPRK", "Democratic People's Republic of Korea"]),
        ("KR", ["South Korea", "Republic of Korea", "Blue House", "대한민국"]),
        ("CD", ["Congo", "DR Congo", "DRC", "Congolese", "Kinshasa", "Congo, The Democratic Republic of the"]),
        ("CG", ["Republic of the Congo", "Congo-Brazzaville", "Congo (Brazzaville)"]),
        ("GN", ["Guinea", "Guinean", "Conakry"]),
        ("GW", ["Guinea-Bissau", "Guinea Bissau"]),
        ("NE", ["Niger", "Nigerien"]),
        ("NG", ["Nigeria", "Nigerian"]),
        ("DO", ["Dominican Republic", "Dominican"]),
        ("DM", ["Dominica"]),
        ("PA", ["Panama", "Panama City"]),
        ("VA", ["Holy See", "Vatican", "the Vatican"]),
        ("XK", ["Kosovo", "Kosovar", "Pristina"]),
        ("PS", ["Palestine", "Palestinian Authority", "Ramallah"]),
        ("TW", ["Taiwan", "Republic of China", "Taipei"]),
        ("LC", ["St. Lucia", "Saint Lucia", "St Lucia"]),
        ("AG", ["Antigua & Barbuda", "St. John's"]),
        ("DE", ["Deutschland", "Allemagne", "Германия", "ألمانيا"]),
        ("PL", ["Polish", "Poland"]),
        ("GE", ["Georgia", "Tbilisi"]),
    ],
)
def test_all_forms_of_a_state_give_its_code(code, names):
    assert {name: code_of(name) for name in names} == dict.fromkeys(names, code)


@pytest.mark.parametrize(
    "name",
    ["Korea", "Brussels", "England", "English", "polish", "turkey", "us", "State of Georgia", "Indiana", "Jim Jordan",
     "American Samoa", "Greenland", "Hamas", "European Union", "the", "'s", ""],
)  # fmt: skip
def test_what_is_no_state_or_not_clearly_one_is_none(name):
    assert state_of(name) is None


def test_the_canonical_name_is_the_united_nations_spelling():
    assert state_of("Ankara") == State("Türkiye", "TR")


def test_every_name_that_iso_gives_a_state_is_known_but_for_the_two_congos():
    wrong = {
        (country.alpha_2, name)
        for country in pycountry.countries
        if state_with_code(country.alpha_2)
        for name in (country.name, getattr(country, "official_name", None), getattr(country, "common_name", None))
        if name and code_of(name) != country.alpha_2
    }
    assert wrong == {("CG", "Congo")}


def test_the_table_has_the_members_of_the_united_nations_and_four_more():
    codes = {meaning[0].code for meaning in state_forms().values() if meaning}
    assert len(codes) == 193 + 4
    assert all(is_country_code(code) for code in codes)


def test_each_state_is_found_under_its_own_name():
    states = {meaning[0] for meaning in state_forms().values() if meaning}
    assert {state for state in states if state_of(state.name) != state} == set()


def test_territories_have_a_code_but_are_no_states():
    assert (is_country_code("GL"), state_with_code("GL")) == (True, None)


@pytest.mark.parametrize(("code", "known"), [("GB", True), ("XK", True), ("UK", False), ("gb", False), ("", False)])
def test_country_codes_are_those_of_iso_in_capitals_and_kosovos(code, known):
    assert is_country_code(code) is known


def test_mentions_carry_their_place_and_form():
    text = "The Kremlin and Turkish envoys left Kyiv; Greeks stayed in Malta."
    assert [(text[m.start : m.end], m.state.name, m.form) for m in states_in(text)] == [
        ("Kremlin", "Russia", Form.SEAT),
        ("Turkish", "Türkiye", Form.ADJECTIVE),
        ("Kyiv", "Ukraine", Form.CAPITAL),
        ("Greeks", "Greece", Form.PEOPLE),
        ("Malta", "Malta", Form.NAME),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia\u2019s and Iran's envoys", [("Russia", "RU"), ("Iran", "IR")]),
        ("the United\nStates", [("United\nStates", "US")]),
        ("U.S.-China talks", [("U.S.", "US"), ("China", "CN")]),
        ("Sino-Indian and Franco-German", [("Sino-", "CN"), ("Indian", "IN"), ("Franco-", "FR"), ("German", "DE")]),
        ("Equatorial Guinea, Papua New Guinea, Guinea", [("Equatorial Guinea", "GQ"), ("Papua New Guinea", "PG"),
                                                         ("Guinea", "GN")]),
        ("KYIV, July 23", [("KYIV", "UA")]),
        ("Jim Jordan of Indiana and Atlanta, Georgia", []),
        ("in Jordan, with Georgia", [("Jordan", "JO"), ("Georgia", "GE")]),
        ("Gulf of Mexico, Turks and Caicos, American Samoa, Northern Ireland", []),
        ("Washington state; the Washington Post; Washington said", [("Washington", "US")]),
        ("polish the china for us", []),
        ("Polish the text. Polish envoys", [("Polish", "PL")]),
        ("Israel Katz spoke for Israel", [("Israel", "IL")]),
        ("Chadwick, Omanis, McGuinea", [("Omanis", "OM")]),
    ],
)  # fmt: skip
def test_running_text_names_states_by_whole_words_the_longest_first(text, expected):
    assert mentioned(text) == expected


@given(st.lists(st.sampled_from([*state_forms(), "said", "Paris.", "\u2019s", ",", "x"]), max_size=12), st.text())
def test_mentions_lie_in_order_apart_and_within_any_text(words, noise):
    text = " ".join(words) + noise
    last = 0
    for mention in states_in(text):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end


@given(st.text())
def test_any_text_may_be_asked_for(text):
    assert state_of(text) is state_of(text)
