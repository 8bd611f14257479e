{-# OPTIONS_GHC -O0 #-}
-- | What stands for a type that the entry point leaves open: it computes, compares and prints like
-- the values that it holds.
module AssayAny (Any(..)) where

import Control.DeepSeq (NFData(..))
import Data.Bits (Bits(..))
import Data.Function (on)
import Data.Ratio (denominator, numerator)

data Any
    = None
    | Truth' Bool
    | Whole Integer
    | Real' Double
    | Letter Char
    | Word' String
    | Items [Any]
    | Parts [Any]
    | Members [Any]
    | Entries [(Any, Any)]

rank :: Any -> Int
rank value = case value of
    None -> 0
    Truth' _ -> 1
    Whole _ -> 2
    Real' _ -> 2
    Letter _ -> 3
    Word' _ -> 3
    Items _ -> 4
    Parts _ -> 5
    Members _ -> 6
    Entries _ -> 7

instance Eq Any where
    one == other = case (one, other) of
        (Real' a, Real' b) -> a == b
        (Whole a, Real' b) -> fromInteger a == b
        (Real' a, Whole b) -> a == fromInteger b
        _ -> compare one other == EQ

instance Ord Any where
    compare one other = case (one, other) of
        (None, None) -> EQ
        (Truth' a, Truth' b) -> compare a b
        (Whole a, Whole b) -> compare a b
        (Real' a, Real' b) -> compare a b
        (Whole a, Real' b) -> compare (fromInteger a) b
        (Real' a, Whole b) -> compare a (fromInteger b)
        (Letter a, Letter b) -> compare a b
        (Letter a, Word' b) -> compare [a] b
        (Word' a, Letter b) -> compare a [b]
        (Word' a, Word' b) -> compare a b
        (Items a, Items b) -> compare a b
        (Parts a, Parts b) -> compare a b
        (Members a, Members b) -> compare a b
        (Entries a, Entries b) -> compare a b
        _ -> (compare `on` rank) one other

instance Show Any where
    showsPrec depth value = case value of
        None -> showString "Nothing"
        Truth' truth -> shows truth
        Whole number -> showsPrec depth number
        Real' number -> showsPrec depth number
        Letter letter -> shows letter
        Word' text -> shows text
        Items items -> shows items
        Parts items -> showChar '(' . between (map shows items) . showChar ')'
        Members items -> showString "fromList " . shows items
        Entries entries -> showString "fromList " . shows entries
      where
        between [] = id
        between all' = foldr1 (\one others -> one . showChar ',' . others) all'
    showList items = case letters items of
        Just text@(_ : _) -> shows text
        _ -> showChar '[' . go items . showChar ']'
      where
        go [] = id
        go [one] = shows one
        go (one : others) = shows one . showChar ',' . go others

letters :: [Any] -> Maybe String
letters = traverse (\item -> case item of Letter letter -> Just letter; _ -> Nothing)

instance NFData Any where
    rnf value = length (show value) `seq` ()

no :: String -> Any -> a
no what value = error (what ++ " of " ++ take 200 (show value))

double :: Any -> Double
double value = case value of
    Whole number -> fromInteger number
    Real' number -> number
    _ -> no "arithmetic" value

both :: (Integer -> Integer -> Integer) -> (Double -> Double -> Double) -> Any -> Any -> Any
both whole _ (Whole a) (Whole b) = Whole (whole a b)
both _ real a b = Real' (real (double a) (double b))

one' :: (Integer -> Integer) -> (Double -> Double) -> Any -> Any
one' whole _ (Whole a) = Whole (whole a)
one' _ real a = Real' (real (double a))

instance Num Any where
    (+) = both (+) (+)
    (-) = both (-) (-)
    (*) = both (*) (*)
    negate = one' negate negate
    abs = one' abs abs
    signum = one' signum signum
    fromInteger = Whole

instance Real Any where
    toRational (Whole number) = fromInteger number
    toRational value = toRational (double value)

instance Enum Any where
    succ = (+ 1)
    pred = subtract 1
    toEnum = Whole . fromIntegral
    fromEnum (Letter letter) = fromEnum letter
    fromEnum (Truth' truth) = fromEnum truth
    fromEnum value = truncate (double value)
    enumFrom (Whole a) = map Whole [a ..]
    enumFrom a = map Real' [double a ..]
    enumFromThen (Whole a) (Whole b) = map Whole [a, b ..]
    enumFromThen a b = map Real' [double a, double b ..]
    enumFromTo (Whole a) (Whole b) = map Whole [a .. b]
    enumFromTo (Letter a) (Letter b) = map Letter [a .. b]
    enumFromTo a b = map Real' [double a .. double b]
    enumFromThenTo (Whole a) (Whole b) (Whole c) = map Whole [a, b .. c]
    enumFromThenTo a b c = map Real' [double a, double b .. double c]

instance Integral Any where
    quotRem (Whole a) (Whole b) = let (c, d) = quotRem a b in (Whole c, Whole d)
    quotRem a b = no "division" (if rank a == 2 then b else a)
    divMod (Whole a) (Whole b) = let (c, d) = divMod a b in (Whole c, Whole d)
    divMod a b = no "division" (if rank a == 2 then b else a)
    toInteger (Whole a) = a
    toInteger value = no "a whole number" value

instance Fractional Any where
    a / b = Real' (double a / double b)
    fromRational number
        | denominator number == 1 = Real' (fromInteger (numerator number))
        | otherwise = Real' (fromRational number)

instance Floating Any where
    pi = Real' pi
    exp = Real' . exp . double
    log = Real' . log . double
    sqrt = Real' . sqrt . double
    sin = Real' . sin . double
    cos = Real' . cos . double
    tan = Real' . tan . double
    asin = Real' . asin . double
    acos = Real' . acos . double
    atan = Real' . atan . double
    sinh = Real' . sinh . double
    cosh = Real' . cosh . double
    tanh = Real' . tanh . double
    asinh = Real' . asinh . double
    acosh = Real' . acosh . double
    atanh = Real' . atanh . double
    a ** b = Real' (double a ** double b)
    logBase a b = Real' (logBase (double a) (double b))

instance RealFrac Any where
    properFraction (Whole number) = (fromInteger number, Whole 0)
    properFraction value = let (whole, rest) = properFraction (double value) in (whole, Real' rest)

instance RealFloat Any where
    floatRadix = floatRadix . double
    floatDigits = floatDigits . double
    floatRange = floatRange . double
    decodeFloat = decodeFloat . double
    encodeFloat mantissa power = Real' (encodeFloat mantissa power)
    isNaN = isNaN . double
    isInfinite = isInfinite . double
    isDenormalized = isDenormalized . double
    isNegativeZero = isNegativeZero . double
    isIEEE = isIEEE . double
    atan2 a b = Real' (atan2 (double a) (double b))

bits :: Any -> Integer
bits (Whole a) = a
bits value = no "bits" value

instance Bits Any where
    a .&. b = Whole (bits a .&. bits b)
    a .|. b = Whole (bits a .|. bits b)
    xor a b = Whole (xor (bits a) (bits b))
    complement = Whole . complement . bits
    shift a by = Whole (shift (bits a) by)
    rotate = shift
    bitSize _ = error "bitSize of a number without bounds"
    bitSizeMaybe _ = Nothing
    isSigned _ = True
    testBit = testBit . bits
    bit = Whole . bit
    popCount = popCount . bits

instance Semigroup Any where
    Items [] <> other = other
    other <> Items [] = other
    Items a <> Items b = Items (a ++ b)
    Word' a <> Word' b = Word' (a ++ b)
    a <> _ = no "joining" a

instance Monoid Any where
    mempty = Items []
