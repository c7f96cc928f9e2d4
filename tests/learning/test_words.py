"""How text is cut into the words that search compares."""

from hypothesis import given
from hypothesis import strategies as st

from learning import words


def test_accents_and_capitals_make_no_difference():
    assert words.cut("Café CRÈME") == words.cut("cafe creme") == ["cafe", "creme"]


def test_names_that_punctuation_would_take_apart_stay_whole():
    assert words.cut("C++ and C#, .NET") == ["cplusplus", "and", "csharp", "dotnet"]
    assert words.cut("abc++") == ["abc"]


def test_an_indexed_word_stands_beside_its_stem():
    assert words.indexed("Lessons") == "lessons lesson"
    assert words.indexed("गिटार") == "ग ट र"


def test_small_words_are_not_asked_for_unless_there_are_no_others():
    assert words.asked("I want to learn the guitar") == ["guitar"]
    assert words.asked("the") == ["the"]


@given(st.text(max_size=300))
def test_any_text_becomes_letters_and_digits_in_bounds(text):
    asked = words.asked(text)
    assert len(asked) <= words.MOST_WORDS
    assert all(word.isalnum() and len(word) <= words.LONGEST_WORD for word in asked)
    assert len(words.tidy(text)) <= words.MOST_CHARACTERS
    assert "\0" not in words.tidy(text)
