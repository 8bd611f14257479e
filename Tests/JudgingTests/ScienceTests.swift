import Execution
import Foundation
import TestSupport
import Testing

@testable import Judging

/// Arrays and frames cross as data, where Debian's numpy and pandas are installed.
@Suite(.enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct ScienceTests {
    static let libraries = ["numpy", "pandas"].allSatisfy {
        FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/" + $0)
    }

    @Test(
        .enabled(if: libraries, "needs Debian's python3-numpy and python3-pandas"),
        arguments: rows + views)
    func `arrays and frames cross, and what is changed in them`(
        _ row: ProxyTests.Row
    ) async throws {
        let request = JudgeRequest(
            language: "python", source: Array(row.source.utf8),
            tests: .assertions(
                AssertionSuite(body: .asserts(row.asserts.map { Array($0.utf8) }))),
            limits: [.cpuMS: 30_000, .wallMS: 60_000, .memoryBytes: 1 << 30])
        let report = await (try RealBoxes.judge.get()).judge(request)
        #expect(report.verdict == row.verdict, "\(report.tests.map(\.message))")
        #expect(report.integrity == row.integrity, "\(report.integrityReason ?? "")")
    }

    static let rows: [ProxyTests.Row] = [
        .init(
            "arrays of numpy", .accepted, .isolated,
            source: """
                import numpy as np
                def mean(a): return np.mean(a)
                def sq(a): return a*a
                def sort(a): a.sort()
                def same(a): return a
                def strs(): return np.array(['a','bc'])
                def obj(): return np.array([1,'x',None],dtype=object)
                """,
            asserts: [
                """
                import numpy as np
                assert mean(np.array([1.,2.]))==1.5
                """,
                """
                import numpy as np
                assert (sq(np.arange(6).reshape(2,3))==np.arange(6).reshape(2,3)**2).all()
                """,
                """
                import numpy as np
                a=np.array([3,1,2]); sort(a); assert a.tolist()==[1,2,3]
                """,
                """
                import numpy as np
                a=np.array([1]); assert same(a) is a
                """,
                """
                assert strs().tolist()==['a','bc'] and obj().tolist()==[1,'x',None]
                """,
                """
                import numpy as np
                np.testing.assert_allclose(sq(np.array([1.5,np.nan])), [2.25,np.nan])
                """,
                """
                assert mean([1,2,4]) == 7/3 and isinstance(mean([1.5]), float)
                """,
            ]),
        .init(
            "a wrong array", .wrongAnswer, .isolated,
            source: """
                import numpy as np
                def sq(a): return a
                """,
            asserts: [
                """
                import numpy as np
                assert (sq(np.array([1,2]))==np.array([1,4])).all()
                """
            ]),
        .init(
            "frames of pandas", .accepted, .isolated,
            source: """
                import pandas as pd
                def top(df,n): return df.nlargest(n,'v').reset_index(drop=True)
                def group(df): return df.groupby('k')['v'].sum()
                def add(df): df['w']=df['v']*2
                def when(): return pd.Timestamp('2020-01-02')
                def multi(df): return df.groupby(['k','v']).size()
                """,
            asserts: [
                """
                import pandas as pd
                df=pd.DataFrame({'k':['a','b','a'],'v':[1,5,3]})
                pd.testing.assert_frame_equal(top(df,2), pd.DataFrame({'k':['b','a'],'v':[5,3]}))
                assert group(df).to_dict()=={'a':4,'b':5}
                add(df)
                assert list(df['w'])==[2,10,6]
                assert when()==pd.Timestamp('2020-01-02')
                assert multi(df).loc[('a',1)]==1
                """
            ]),
        .init(
            "matrices, records, periods and long floats", .accepted, .isolated,
            source: """
                import numpy as np, pandas as pd
                def matrix(rows): return np.matrix(rows)
                def third(): return np.longdouble(1) / 3
                def records(): return np.array([(1, 2.0)], dtype=[('a', 'i4'), ('b', 'f8')])
                def month(): return pd.Period('2020-01')
                def days(): return pd.Series([1, 2], pd.date_range('2020-01-01', periods=2))
                """,
            asserts: [
                """
                import numpy as np, pandas as pd
                assert (matrix([[1, 2]]) == np.matrix([[1, 2]])).all()
                assert third() == np.longdouble(1) / 3
                assert records()['a'][0] == 1
                assert month() == pd.Period('2020-01')
                want = pd.Series([1, 2], pd.date_range('2020-01-01', periods=2))
                pd.testing.assert_series_equal(days(), want)
                """
            ]),
    ]
}
