{-# OPTIONS_GHC -O0 #-}
{-# LANGUAGE IncoherentInstances, FlexibleInstances, FlexibleContexts, TypeFamilies, GADTs #-}
{-# LANGUAGE UndecidableInstances, DefaultSignatures, ScopedTypeVariables #-}
-- | How values of each type are read from a call and written into an answer.
--
-- All instances are incoherent but that for what a type leaves open, which stands in `AssayOpen`:
-- so it is taken for a type that nothing else says.
module AssayValues where

import AssayNode
import Control.Exception (throw)
import qualified Data.ByteString as B
import qualified Data.ByteString.Char8 as C
import Data.ByteString.Builder
import Data.Char (ord)
import Data.IORef
import Data.Int
import Data.Proxy
import Data.Ratio ((%))
import Data.Word
import Numeric (showHex)
import Numeric.Natural (Natural)
import System.IO.Unsafe (unsafePerformIO)

-- | How many arguments a parameter takes.
data Taking = One | Never | Spread Int

class Encode a where
    encode :: Int -> a -> Builder
    encodeList :: Int -> [a] -> Builder
    encodeList depth = list depth . map (\item inner -> encode inner item)

class Decode a where
    decode :: Node -> Maybe a
    decodeList :: Node -> Maybe [a]
    decodeList node = items node >>= mapM decode
    taking :: Proxy a -> Taking
    taking _ = One

cannot :: String -> Builder
cannot = throw . Cannot

raw :: String -> Builder
raw = string7

between :: [Builder] -> Builder
between [] = mempty
between (first : rest) = first <> foldMap (raw "," <>) rest

-- | Parts that are told how deep they are.
list :: Int -> [Int -> Builder] -> Builder
list depth parts
    | depth > 200 = cannot "nested deeper than 200"
    | otherwise = raw "[" <> between (map ($ depth + 1) parts) <> raw "]"

tuple :: Int -> [Int -> Builder] -> Builder
tuple depth parts = raw "{\"$tuple\":" <> list depth parts <> raw "}"

set :: Encode a => Int -> [a] -> Builder
set depth parts = raw "{\"$set\":" <> list depth [(`encode` part) | part <- parts] <> raw "}"

object :: Int -> [(String, Int -> Builder)] -> Builder
object depth fields
    | depth > 200 = cannot "nested deeper than 200"
    | otherwise =
        raw "{" <> between [quoted key <> raw ":" <> part (depth + 1) | (key, part) <- fields]
            <> raw "}"

entries :: (Encode k, Encode v) => Int -> [(k, v)] -> Builder
entries _ [] = raw "{}"
entries depth found =
    raw "{\"$dict\":" <> list depth (map entry found) <> raw "}"
  where entry (key, value) inner = list inner [(`encode` key), (`encode` value)]

quoted :: String -> Builder
quoted text = char7 '"' <> foldMap escaped text <> char7 '"'

escaped :: Char -> Builder
escaped letter
    | letter == '"' || letter == '\\' = char7 '\\' <> char7 letter
    | letter < ' ' || letter == '\DEL' =
        raw "\\u" <> raw (drop 1 (showHex (0x10000 + ord letter) ""))
    | otherwise = charUtf8 letter

limit :: Int
limit = 16 * 1024 * 1024

-- | Text; what no UTF-8 spells is told by its bytes.
text :: String -> Builder
text letters'
    | any (\letter -> letter >= '\xd800' && letter < '\xe000') (take limit letters') =
        raw "{\"$str\":\"" <> base64 (B.pack (concatMap spelled letters')) <> raw "\"}"
    | otherwise = quoted letters'

base64 :: B.ByteString -> Builder
base64 bytes
    | B.null bytes = mempty
    | otherwise = raw [sign place | place <- [0 .. 3]] <> base64 (B.drop 3 bytes)
  where
    count = B.length bytes
    byte at = if at < count then fromIntegral (B.index bytes at) else 0 :: Int
    whole = byte 0 * 65536 + byte 1 * 256 + byte 2
    sign place
        | place > count = '='
        | otherwise = C.index digits (whole `div` (64 ^ (3 - place)) `mod` 64)
    digits = C.pack (['A' .. 'Z'] ++ ['a' .. 'z'] ++ ['0' .. '9'] ++ "+/")

items :: Node -> Maybe [Node]
items node = case node of
    List nodes -> Just nodes
    Tuple nodes -> Just nodes
    Set nodes -> Just nodes
    Dict pairs -> Just [Tuple [key, value] | (key, value) <- pairs]
    Bytes bytes -> Just (map (Number . C.pack . show) (B.unpack bytes))
    _ -> Nothing

pairs :: (Decode k, Decode v) => Node -> Maybe [(k, v)]
pairs node = case node of
    Dict found -> mapM (\(key, value) -> (,) <$> decode key <*> decode value) found
    List [] -> Just []
    _ -> Nothing

-- | Whether the call gives text and no list: then a list of what is open is text.
textOnly :: IORef Bool
textOnly = unsafePerformIO (newIORef False)
{-# NOINLINE textOnly #-}

instance Encode (a -> b) where encode _ _ = cannot "a function"
instance Decode (a -> b) where decode _ = Nothing
instance Encode (IO a) where encode _ _ = cannot "IO"
instance Decode (IO a) where decode _ = Nothing

-- MARK: scalars

isWhole :: B.ByteString -> Bool
isWhole = C.all (\sign -> sign >= '0' && sign <= '9' || sign == '-')

whole :: Node -> Maybe Integer
whole node = case node of
    Number digits
        | isWhole digits -> fst <$> C.readInteger digits
        | Just number <- decode node :: Maybe Double, abs number < 9e15
        , number == fromInteger (truncate number) -> Just (truncate number)
    _ -> Nothing

bounded :: forall a. (Integral a, Bounded a) => Node -> Maybe a
bounded node = do
    number <- whole node
    if number < toInteger (minBound :: a) || number > toInteger (maxBound :: a) then Nothing
    else Just (fromInteger number)

integer :: Integral a => a -> Builder
integer = integerDec . toInteger

instance Encode Int where { encode _ = intDec }
instance Encode Int8 where { encode _ = integer }
instance Encode Int16 where { encode _ = integer }
instance Encode Int32 where { encode _ = integer }
instance Encode Int64 where { encode _ = integer }
instance Encode Word where { encode _ = integer }
instance Encode Word8 where { encode _ = integer }
instance Encode Word16 where { encode _ = integer }
instance Encode Word32 where { encode _ = integer }
instance Encode Word64 where { encode _ = integer }
instance Encode Integer where { encode _ = integerDec }
instance Encode Natural where { encode _ = integer }
instance Decode Int where { decode = bounded }
instance Decode Int8 where { decode = bounded }
instance Decode Int16 where { decode = bounded }
instance Decode Int32 where { decode = bounded }
instance Decode Int64 where { decode = bounded }
instance Decode Word where { decode = bounded }
instance Decode Word8 where { decode = bounded }
instance Decode Word16 where { decode = bounded }
instance Decode Word32 where { decode = bounded }
instance Decode Word64 where { decode = bounded }
instance Decode Integer where { decode = whole }
instance Decode Natural where
    decode node = case whole node of
        Just number | number >= 0 -> Just (fromInteger number)
        _ -> Nothing

floating :: (RealFloat a, Show a) => a -> Builder
floating number
    | isNaN number = raw "{\"$float\":\"nan\"}"
    | isInfinite number = raw ("{\"$float\":\"" ++ (if number > 0 then "inf" else "-inf") ++ "\"}")
    | otherwise = raw (show number)

-- | A number's sign, digits and power of ten.
scaled :: B.ByteString -> (Bool, Integer, Int)
scaled digits =
    (C.take 1 start == C.pack "-", maybe 0 fst (C.readInteger whole'), power - C.length part)
  where
    (start, rest) = C.span (`notElem` "eE") digits
    (before, after) = C.span (/= '.') (C.dropWhile (== '-') start)
    part = C.drop 1 after
    whole' = if C.null part then before else before <> part
    power = maybe 0 fst (C.readInt (C.dropWhile (== '+') (C.drop 1 rest)))

real :: RealFloat a => Node -> Maybe a
real node = case node of
    Number digits -> case C.unpack (C.take 4 digits) of
        "nan" -> Just (0 / 0)
        "inf" -> Just (1 / 0)
        "-inf" -> Just (-1 / 0)
        _ -> let (negative, number, power) = scaled digits
             in Just ((if negative then negate else id) (valued number power))
    _ -> Nothing
  where
    valued number power
        | number == 0 = 0
        -- Beyond these it is infinite or nothing.
        | power >= 0 = fromRational (fromInteger (number * 10 ^ min 5000 power))
        | otherwise = fromRational (number % (10 ^ min 5000 (negate power)))

-- | The same, quickly where digits and power are exact.
double :: Node -> Maybe Double
double node = case node of
    Number digits
        | C.all (\sign -> sign >= '0' && sign <= '9' || sign `elem` "-.eE+") digits
        , (negative, number, power) <- scaled digits
        , number < 9007199254740992, abs power <= 22 ->
            let size = fromInteger number
                value = if power < 0 then size / 10 ^ negate power else size * 10 ^ power
            in Just (if negative then negate value else value)
    _ -> real node

instance Encode Double where { encode _ = floating }
instance Encode Float where { encode _ = floating }
instance Decode Double where { decode = double }
instance Decode Float where { decode = real }
