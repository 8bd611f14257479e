@testable import Judging

extension ScienceTests {
    /// Arrays that share memory with each other, which others take for copies.
    static let views: [ProxyTests.Row] = [
        .init(
            "a view where a copy is asked for", .wrongAnswer, .isolated,
            source: "def f(a): return a[::-1]\n",
            asserts: [
                """
                import numpy as np
                a = np.array([1, 2, 3])
                r = f(a)
                r[0] = 99
                assert a[2] == 3
                """
            ]),
        .init(
            "one array for all rows", .wrongAnswer, .isolated,
            source: "import numpy as np\ndef f(n): return [np.zeros(2)] * n\n",
            asserts: ["rows = f(3); rows[0][0] = 1; assert rows[1][0] == 0"]),
        .init(
            "copies and views as they are", .accepted, .isolated,
            source: """
                import numpy as np
                import pandas as pd
                def turned(a): return a[::-1]
                def copied(a): return a[::-1].copy()
                def rows(n): return [np.zeros(2) for _ in range(n)]
                def flipped(a): return a.T
                def parts(n): whole = np.arange(n); return whole[2:], whole, whole[:5]
                def second(a, b): b[0] = 9; return a[1]
                def sort(a): a[::2].sort(); return a
                def twice(s): s = pd.Series([1, 2]); return [s, s]
                def wide(a): return np.broadcast_to(a, (3, 2))
                def empty(a): return a.sum(), a[:0], np.zeros((0, 3))
                """,
            asserts: [
                """
                import numpy as np
                a = np.array([1, 2, 3])
                turned(a)[0] = 99; assert a.tolist() == [1, 2, 99]
                copied(a)[0] = 7; assert a.tolist() == [1, 2, 99]
                """,
                "r = rows(3); r[0][0] = 1; assert r[1][0] == 0",
                """
                import numpy as np
                a = np.arange(6).reshape(2, 3)
                r = flipped(a)
                a[0, 2] = 50; assert r.shape == (3, 2) and r[2, 0] == 50
                r[0, 1] = 70; assert a[1, 0] == 70
                """,
                "x, whole, y = parts(10); x[0] = 77; assert whole[2] == 77 and y[2] == 77",
                """
                import numpy as np
                a = np.array([1, 2, 3])
                assert second(a, a[1:]) == 9 and a[1] == 9
                """,
                """
                import numpy as np
                assert sort(np.array([5, 1, 3, 2, 1])).tolist() == [1, 1, 3, 2, 5]
                """,
                "r = twice(1); assert r[0] is r[1] and r[0].sum() == 3",
                """
                import numpy as np
                assert wide(np.array([1, 2])).sum() == 9
                s, e, z = empty(np.ones((2, 2)))
                assert s == 4 and e.shape == (0, 2) and z.shape == (0, 3)
                """,
            ]),
        .init(
            "arrays that lie otherwise on the other side", .accepted, .isolated,
            source: "def f(a): a[::-1][0] = 4; return a[::-1]\ndef first(a): return a[0]\n",
            asserts: [
                """
                import numpy as np
                whole = np.array([1, 2, 3, 5, 6])
                assert f(whole[::2])[0] == 4 and whole[4] == 4
                """,
                """
                import numpy as np
                assert first(np.asfortranarray([[1, 2], [3, 4]])).tolist() == [1, 2]
                assert first(np.array([[1, 2], [3, 4]]).T).tolist() == [1, 3]
                """,
                """
                import numpy as np
                a = np.array(['2020-01-01', '2021-01-01'], dtype='M8[D]')
                assert f(a)[1] == a[0]
                """,
            ]),
    ]
}
