;; Steps of learning on rows of f32, four numbers at a time: counts are multiples of 4, places are in bytes.
(module
  (import "desk" "memory" (memory 1))
  ;; to += by * from
  (func (export "addScaled") (param $to i32) (param $from i32) (param $by f32) (param $count i32)
    (local $end i32) (local $scale v128)
    (local.set $scale (f32x4.splat (local.get $by)))
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $count) (i32.const 2))))
    (loop $along
      (v128.store (local.get $to)
        (f32x4.add (v128.load (local.get $to))
          (f32x4.mul (v128.load (local.get $from)) (local.get $scale))))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $along (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 16))) (local.get $end)))))
  ;; Adam: moves weights against their gradient, which is zero afterwards
  (func (export "adam")
    (param $weights i32) (param $gradient i32) (param $means i32) (param $squares i32) (param $count i32)
    (param $rate f32) (param $kept f32) (param $meanGain f32) (param $squareGain f32)
    (local $end i32) (local $g v128) (local $mean v128) (local $square v128)
    (local.set $end (i32.add (local.get $weights) (i32.shl (local.get $count) (i32.const 2))))
    (loop $along
      (local.set $g (v128.load (local.get $gradient)))
      (local.set $mean
        (f32x4.add (f32x4.mul (v128.load (local.get $means)) (f32x4.splat (f32.const 0.9)))
          (f32x4.mul (local.get $g) (f32x4.splat (f32.const 0.1)))))
      (local.set $square
        (f32x4.add (f32x4.mul (v128.load (local.get $squares)) (f32x4.splat (f32.const 0.99)))
          (f32x4.mul (f32x4.mul (local.get $g) (local.get $g)) (f32x4.splat (f32.const 0.01)))))
      (v128.store (local.get $weights)
        (f32x4.sub (f32x4.mul (v128.load (local.get $weights)) (f32x4.splat (local.get $kept)))
          (f32x4.div
            (f32x4.mul (local.get $mean) (f32x4.splat (f32.mul (local.get $rate) (local.get $meanGain))))
            (f32x4.add
              (f32x4.sqrt (f32x4.mul (local.get $square) (f32x4.splat (local.get $squareGain))))
              (f32x4.splat (f32.const 1e-8))))))
      (v128.store (local.get $means) (local.get $mean))
      (v128.store (local.get $squares) (local.get $square))
      (v128.store (local.get $gradient) (v128.const i64x2 0 0))
      (local.set $gradient (i32.add (local.get $gradient) (i32.const 16)))
      (local.set $means (i32.add (local.get $means) (i32.const 16)))
      (local.set $squares (i32.add (local.get $squares) (i32.const 16)))
      (br_if $along
        (i32.lt_u (local.tee $weights (i32.add (local.get $weights) (i32.const 16))) (local.get $end))))))
