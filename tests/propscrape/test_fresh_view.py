"""A view of rows that each process keeps: asked for again when it is old, by one thread at a time."""

import threading

import pytest

from propscrape.fresh_view import FreshView


class Source:
    """Counts how often it is asked, and answers with that number."""

    def __init__(self):
        self.asked = 0
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.was_asked = threading.Event()

    def __call__(self):
        self.was_asked.set()
        assert self.may_answer.wait(20)
        self.asked += 1
        return self.asked


def in_thread(act):
    """Run it beside; the thread and the list that its answer is put into."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(act()))
    thread.start()
    return thread, answers


def test_it_is_asked_once_while_it_is_fresh():
    view = FreshView(source := Source(), max_age_s=60)
    assert [view.get() for _ in range(5)] == [1] * 5
    assert source.asked == 1


def test_what_is_too_old_or_forgotten_is_asked_again():
    assert [FreshView(Source(), max_age_s=60).get()] == [1]
    old = FreshView(Source(), max_age_s=0)
    assert [old.get(), old.get()] == [1, 2]
    forgotten = FreshView(Source(), max_age_s=60)
    forgotten.get()
    forgotten.forget()
    assert (forgotten.known(), forgotten.get()) == (1, 2)


def test_while_one_thread_asks_the_others_go_on_with_what_is_known():
    view = FreshView(source := Source(), max_age_s=0)
    view.get()
    source.may_answer.clear()
    source.was_asked.clear()
    asking, answers = in_thread(view.get)
    assert source.was_asked.wait(20)
    assert view.get() == 1
    source.may_answer.set()
    asking.join(20)
    assert answers == [2]


def test_where_nothing_is_known_others_wait_for_the_first_answer():
    view = FreshView(source := Source(), max_age_s=60)
    source.may_answer.clear()
    threads = [in_thread(view.get) for _ in range(4)]
    assert source.was_asked.wait(20)
    assert view.known() is None
    source.may_answer.set()
    for thread, _ in threads:
        thread.join(20)
    assert all(answers for _, answers in threads)


def test_a_failure_is_raised_and_the_next_asks_again():
    def fail():
        raise LookupError

    view = FreshView(fail, max_age_s=60)
    for _ in range(2):
        with pytest.raises(LookupError):
            view.get()
