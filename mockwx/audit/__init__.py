"""A scorecard of a login backend, in which every claim is proven from outside.

    check         one flaw that a backend may have, as a value: what it is, how it is proven, what helps
    area          what kind of flaw it is: identity, sessions, secrets, …
    need          what a check wants the backend file, or the command line, to say
    probe         a check's function: it acts on the backend through the lab and tells what it saw
    lab           what a probe gets: fresh people with phones, the backend's actions, WeChat's journal, rules
    observation   one thing that was seen: a request, its answer masked, the journal's lines, a secret in it
    finding       one cause of a failing check, with the observations that prove it
    state         what became of a check: pass, fail, note, not tested, not applicable, flaky, error, accepted
    grade         the worst cause, with its name; beside it how much was tested
    cell          one fault of one api in the matrix of all that WeChat can do wrong

Rules of this room: a verdict needs a proof that knows nothing of the backend's dialect, or is graded lower; whoever was
not let in before and after is judged for nothing; every state has its reason; nothing here imports a check but the
catalogue, and no report looks at the backend.
"""
